#include "api/products.hpp"

#include "api/key_change.hpp"
#include "api/operation.hpp"
#include "api/page.hpp"
#include "ops/device_registry.hpp"

namespace gatehouse::api {

// `key` where it was made here: this once.
struct made_product : model::product {
    std::optional<std::string> key;
};

struct product_input {
    std::string model;
    std::string type;
    std::string name;
    std::vector<model::feature> features;
    bool may_unbind = false;
    std::optional<base::secret> key;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<model::feature> = std::tuple{
    field{"type", &model::feature::type, presence::required, "In the vendor's word.", "fp", {1, 32}},
    field{"version", &model::feature::version, presence::optional, "Of how it is written.", "3.1", {1, 32}}};

template <>
inline constexpr auto fields_of<model::product> = std::tuple{
    field{"id", &model::product::id, presence::required, "Identifies it.", "1"},
    field{"model", &model::product::model, presence::required, "What its machines' identifiers begin with.",
          "DL3785W"},
    field{"type", &model::product::type, presence::required,
          "What its machines are for; news for all of them go to this topic.", "KQ"},
    field{"name", &model::product::name, presence::required, "For people.", "云考勤机"},
    field{"features", &model::product::features, presence::required, "What its machines read off a person."},
    field{"may_unbind", &model::product::may_unbind, presence::required,
          "Whether its machines may leave their organization by themselves.", "false"},
    field{"created_at", &model::product::created_at, presence::required, "RFC 3339, UTC.",
          "2026-05-28T08:00:00Z"}};

template <>
inline constexpr auto fields_of<api::made_product> =
    std::tuple_cat(fields_of<model::product>,
                   std::tuple{field{"key", &api::made_product::key, presence::required,
                                    "The key that was made, shown this once; null where it was given.",
                                    "c724f2d614aabc62376c94f67170c458"}});

template <>
inline constexpr auto fields_of<api::product_input> = std::tuple{
    field{"model",
          &api::product_input::model,
          presence::required,
          "1 to 16 digits, upper-case letters and hyphens.",
          "DL3785W",
          {1, 16}},
    field{"type",
          &api::product_input::type,
          presence::required,
          "What its machines are for: KQ is attendance.",
          "KQ",
          {1, 32}},
    field{"name", &api::product_input::name, presence::optional, "For people.", "云考勤机", {0, 64}},
    field{"features",
          &api::product_input::features,
          presence::optional,
          "What its machines read off a person.",
          {},
          {0, 32}},
    field{"may_unbind", &api::product_input::may_unbind, presence::optional,
          "Whether its machines may leave their organization by themselves.", "false"},
    field{"key",
          &api::product_input::key,
          presence::optional,
          "Made when left out, with 128 random bits.",
          {},
          {1, 128}}};

template <>
inline constexpr auto fields_of<ops::product_patch> = std::tuple{
    field{"name", &ops::product_patch::name, presence::optional, "Its new name.", "云考勤机", {0, 64}},
    field{"features",
          &ops::product_patch::features,
          presence::optional,
          "What its machines read off a person.",
          {},
          {0, 32}},
    field{"may_unbind", &ops::product_patch::may_unbind, presence::optional,
          "Whether its machines may leave their organization by themselves.", "true"}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

base::result<page<model::product>> list_products(const reading& in, const call<page_query, nothing>& asked)
{
    const auto after = position_of(asked.query);
    if (!after)
        return after.error();
    std::vector<model::product> found;
    for (const auto* const each : store::products_of(in.index))
        if (each->what.id.value > *after)
            found.push_back(each->what);
    return page_of(std::move(found), asked.query);
}

base::result<model::product> read_product(const reading& in, const call<nothing, nothing>& asked)
{
    const auto* const found = store::find_product(in.index, asked.id<model::product_id>(0));
    if (!found)
        return base::error{base::errc::not_found};
    return found->what;
}

base::result<made_product> create_product(store::transaction& in, const call<nothing, product_input>& asked)
{
    const product_input& from = asked.body;
    const base::secret key = given_or_made(from.key);
    const auto made = ops::create_product(in,
                                          {from.model, from.type, from.name.empty() ? from.model : from.name,
                                           from.features, from.may_unbind, key},
                                          asked.by.author());
    if (!made)
        return made.error();
    return made_product{*made, shown_once(from.key, key)};
}

base::result<model::product> change_product(store::transaction& in,
                                            const call<nothing, ops::product_patch>& asked)
{
    return ops::change_product(in, asked.id<model::product_id>(0), asked.body, asked.by.author());
}

base::result<key_answer> change_key(store::transaction& in, const call<nothing, key_input>& asked)
{
    const base::secret key = given_or_made(asked.body.key);
    const auto done = ops::change_product_key(in, asked.id<model::product_id>(0), key, asked.by.author());
    if (!done)
        return done.error();
    return key_answer{shown_once(asked.body.key, key)};
}

constexpr endpoint::needs administer = endpoint::right::administer;
constexpr std::string_view all = "/api/v1/products";
constexpr std::string_view one = "/api/v1/products/{product}";

}  // namespace

std::span<const endpoint::route> product_routes()
{
    static constexpr std::array table{
        read<list_products>("list_products", all, administer,
                            "The models of machines, oldest first; their keys are never told."),
        write<create_product>("create_product", net::verb::post, all, administer,
                              "Registers a model: its machines may connect from now on.", 201),
        read<read_product>("read_product", one, administer, "One model."),
        write<change_product>("change_product", net::verb::patch, one, administer,
                              "Changes what is given, and leaves the rest as it is."),
        write<change_key>(
            "change_product_key", net::verb::put, "/api/v1/products/{product}/key", administer,
            "Gives it another key: machines that connect afterwards need it. Every unit's firmware "
            "holds the key."),
    };
    return table;
}

}  // namespace gatehouse::api
