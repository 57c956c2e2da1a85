#include "ops/avatars.hpp"

#include "base/bytes.hpp"
#include "model/visit.hpp"
#include "ops/faces.hpp"
#include "store/people.hpp"

#include <array>
#include <charconv>

namespace gatehouse::ops {
namespace {

constexpr std::uint64_t avatar_tag = 61;  // keeps these digests apart from other uses of the key
constexpr std::size_t id_digits = 14;     // ids of ours fit 53 bits; 72 bits of the digest stand behind
constexpr std::size_t name_digits = 32;

struct named_face {
    std::string name;
    store::stored_picture picture;
};

std::string id_of(model::person_id id)
{
    std::array<char, id_digits> digits{};
    char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), id.value, 16).ptr;
    const std::string_view text(digits.data(), static_cast<std::size_t>(end - digits.data()));
    return std::string(id_digits - text.size(), '0').append(text);
}

std::optional<named_face> find_named(store::connection& sql, const store::keyring& keys,
                                     const model::person& who)
{
    constexpr auto purpose = model::consent_purpose::face;
    const auto face = store::find_face(sql, who.id);
    const auto consent = face ? store::find_consent(sql, who.id, purpose) : std::nullopt;
    if (!consent || !has_consent(sql, who.id, who.role, purpose))
        return std::nullopt;
    std::string name = id_of(who.id);
    const base::digest proof = base::keyed_digest(keys.secrets, avatar_tag,
                                                  {name, std::to_string(face->picture.key.value),
                                                   face->picture.digest.view(),
                                                   std::to_string(consent->id.value)});
    name += base::to_hex(proof.view()).substr(0, name_digits - id_digits);
    return named_face{std::move(name), face->picture};
}

std::optional<base::digest> bytes_of(std::string_view name)
{
    return base::digest::from(base::from_hex(name).value_or(std::string()));
}

}  // namespace

std::string avatar_of(store::connection& sql, const store::keyring& keys, const model::person& who)
{
    const auto found = find_named(sql, keys, who);
    return found ? found->name : std::string();
}

std::optional<store::stored_picture> find_avatar(store::connection& sql, const store::keyring& keys,
                                                 model::organization_id home, std::string_view name)
{
    if (!model::is_pass_text(name))
        return std::nullopt;
    model::person_id id;
    std::from_chars(name.data(), name.data() + id_digits, id.value, 16);
    const auto who = store::find_person(sql, id);
    if (!who || who->organization != home)
        return std::nullopt;
    const auto found = find_named(sql, keys, *who);
    if (!found || !base::same(bytes_of(found->name).value(), bytes_of(name).value()))
        return std::nullopt;
    return found->picture;
}

}  // namespace gatehouse::ops
