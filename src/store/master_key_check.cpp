#include "store/master_key_check.hpp"

namespace gatehouse::store {
namespace {

constexpr statement find{"find_master_key_check", "SELECT digest FROM master_key_check"};
constexpr statement insert{"insert_master_key_check",
                           "INSERT INTO master_key_check (id, digest) VALUES (1, ?1) ON CONFLICT DO NOTHING"};

constexpr std::uint64_t database_tag = 1;

base::digest proof_of(const keyring& keys)
{
    return base::keyed_digest(keys.proof, database_tag, "database");
}

}  // namespace

void check_master_key(connection& sql, const keyring& keys)
{
    const auto noted = sql.first(find, {}, [](const row& at) { return base::digest::from(at.text(0)); });
    if (noted && (!*noted || !base::same(**noted, proof_of(keys))))
        throw wrong_master_key("the master key is not the one that this data hangs on");
}

void settle_master_key(connection& sql, const keyring& keys)
{
    check_master_key(sql, keys);
    sql.begin_write();
    sql.run(insert, {blob{proof_of(keys).view()}});
    sql.commit();
}

}  // namespace gatehouse::store
