#include "store/keyring.hpp"

#include "base/remembered_digest.hpp"
#include "store/durable_file.hpp"

#include <algorithm>
#include <stdexcept>

namespace gatehouse::store {

keyring::keyring(const base::key& master)
    : secrets(master.derive("secrets_")),
      presented(master.derive("presentd")),
      texts(master.derive("texts___")),
      wrapping(master.derive("wrapping")),
      chain(master.derive("chain___")),
      sources(master.derive("sources_")),
      proof(master.derive("proof___"))
{}

base::key read_master_key(const std::filesystem::path& file)
{
    const std::string bytes = read_whole(file);
    base::key_bytes raw{};
    if (bytes.size() != raw.size())
        throw std::runtime_error("the master key file has not 32 bytes: " + file.string());
    std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(raw.data()));
    return base::key(raw);
}

base::key master_key(const std::filesystem::path& file, bool& made)
{
    made = !std::filesystem::exists(file);
    if (!made)
        return read_master_key(file);
    make_folder(file.parent_path());
    std::filesystem::permissions(file.parent_path(), std::filesystem::perms::owner_all);
    const base::key fresh = base::key::random();
    write_durably(file, fresh.view());
    return fresh;
}

base::digest secret_digest(const keyring& keys, secret_kind kind, std::string_view scope,
                           std::string_view secret)
{
    return base::remembered_digest(keys.secrets, static_cast<std::uint64_t>(kind), {scope, secret});
}

}  // namespace gatehouse::store
