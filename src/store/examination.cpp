#include "store/examination.hpp"

#include "store/changes.hpp"
#include "store/data_folder.hpp"
#include "store/pictures.hpp"
#include "store/references.hpp"

namespace gatehouse::store {
namespace {

// An open snapshot keeps the log from beginning anew; at 1 GiB intake would be refused.
constexpr std::int64_t log_most = std::int64_t{256} << 20U;

void check_changes(connection& sql, const keyring& keys, verified& result, findings& into)
{
    const chain_check chain = check_chain(sql, keys);
    result.changes = chain.changes;
    if (chain.first_broken)
        into.note("chain", "change " + std::to_string(*chain.first_broken),
                  "The chain does not fit from here on: a change was altered or taken out.");
}

class picture_examination {
public:
    picture_examination(const examination& of, connection& sql, findings& into)
        : of_(of),
          sql_(sql),
          into_(into),
          files_(of.pictures)
    {}

    // Whether it was there.
    bool check(const named_picture& what)
    {
        const std::string name = name_of_picture(what.key, what.digest);
        const std::string where = std::string(pictures_name) + "/" + name;
        if (of_.absent.contains(where))
            return false;
        if (!std::filesystem::exists(of_.pictures / name)) {
            // Retention may have destroyed the key since the names were read.
            if (is_key_alive(sql_, what.key))
                into_.note("picture_missing", where, "The database names it and it is not there.");
            return false;
        }
        if (of_.keys && !opens(what))
            into_.note("picture_unreadable", where, "It does not open under its key.");
        return true;
    }

private:
    bool opens(const named_picture& what)
    {
        if (!key_ || key_->id != what.key)
            key_ = find_data_key(sql_, *of_.keys, what.key);
        if (!key_)
            return true;  // destroyed since
        const auto bytes = files_.read(*key_, what.digest);
        return bytes ? static_cast<std::int64_t>(bytes->size()) == what.size : !is_key_alive(sql_, what.key);
    }

    const examination& of_;
    connection& sql_;
    findings& into_;
    picture_files files_;
    std::optional<data_key> key_;
};

void examine_each(const examination& of, verified& result, findings& into)
{
    for (std::string& each : of.db.faults(log_most))
        into.note("structure", std::string(database_name), std::move(each));
    const auto sql = of.db.reader();
    result.punches = check_punch_numbers(*sql, into);
    check_references(*sql, into);
    if (of.keys)
        check_changes(*sql, *of.keys, result, into);
    picture_examination pictures(of, *sql, into);
    each_living_picture(*sql,
                        [&](const named_picture& what) { result.pictures += pictures.check(what) ? 1 : 0; });
    if (!of.keys)
        result.unchecked = {"chain", "pictures"};
}

}  // namespace

void examine(const examination& of, verified& result, findings& into)
{
    try {
        examine_each(of, result, into);
    } catch (const std::exception& e) {
        into.note("structure", std::string(database_name),
                  std::string("The examination could not go on: ") + e.what());
    }
}

}  // namespace gatehouse::store
