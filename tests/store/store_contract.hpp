// A store of each engine for the contract tests: a new engine is one more row of `engines`.
#pragma once

#include "store/organizations.hpp"
#include "store/punches.hpp"
#include "store/schema.hpp"
#include "store/sqlite/sqlite_database.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace gatehouse::store {

struct engine {
    const char* name;
    std::unique_ptr<database> (*open)(const std::filesystem::path& file, access how);
};

inline const engine engines[] = {
    {"sqlite", [](const std::filesystem::path& file, access how) { return sqlite::open(file, {how}); }},
};

inline constexpr base::instant noon = base::from_milliseconds(1'780'000'000'000);

class store_contract : public testing::TestWithParam<engine> {
protected:
    store_contract()
        : keys_(started_key()),
          database_(GetParam().open(folder_.path() / "store.db", access::serving)),
          sql_(database_->writer())
    {
        migrate(*sql_, database_->dialect());
    }

    static base::key started_key()
    {
        base::start_crypto();
        return base::key::random();
    }

    transaction in() { return {*sql_, index_, keys_}; }

    // Inside a transaction that is committed.
    template <class Work>
    auto committed(Work work)
    {
        sql_->begin_write();
        transaction now = in();
        auto made = work(now);
        sql_->commit();
        return made;
    }

    model::organization_id kindergarten()
    {
        return committed([](transaction& in) {
            return insert_organization(in, {{}, "kindergarten", "园", "Asia/Shanghai", {}, noon});
        });
    }

    punch_draft draft(model::organization_id home, const std::string& card, std::chrono::seconds after = {})
    {
        punch_draft made;
        made.what = {home,         {},   {}, model::client_id{7}, model::punch_method::card, noon + after,
                     noon + after, noon, 0};
        made.shown = shown_card(keys_, home, "n:" + card, card);
        return made;
    }

    std::vector<punch_outcome> appended(std::vector<punch_draft> drafts)
    {
        return committed([&](transaction& in) { return append(in, drafts, next_); });
    }

    support::temporary_folder folder_;
    keyring keys_;
    std::unique_ptr<database> database_;
    std::unique_ptr<connection> sql_;
    index index_;
    model::punch_number next_{1};
};

inline const auto every_engine = testing::ValuesIn(engines);

inline std::string name_of_engine(const testing::TestParamInfo<engine>& row)
{
    return row.param.name;
}

}  // namespace gatehouse::store
