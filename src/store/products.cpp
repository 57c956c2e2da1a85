#include "store/products.hpp"

#include "base/json_writer.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace gatehouse::store {
namespace {

constexpr statement upsert{
    "put_product",
    "INSERT INTO product (model, type, name, features, may_unbind, sealed_key, created_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (model) DO UPDATE SET type = ?2, name = ?3, "
    "features = ?4, may_unbind = ?5, sealed_key = ?6 RETURNING id"};
constexpr statement all{"all_products", "SELECT id, model, type, name, features, may_unbind, sealed_key, "
                                        "created_at FROM product"};

// A sealed key opens in its own row only.
std::string place_of(std::string_view model)
{
    return "product/" + std::string(model);
}

std::string text_of(const std::vector<model::feature>& features)
{
    std::string out;
    base::json_writer json(out);
    json.open_array();
    for (const model::feature& each : features) {
        json.open_object().name("type").text(each.type);
        if (each.version)
            json.name("value").text(*each.version);
        json.close_object();
    }
    json.close_array();
    return out;
}

std::vector<model::feature> features_from(std::string_view text)
{
    std::vector<model::feature> features;
    const boost::json::value document = boost::json::parse({text.data(), text.size()});
    for (const boost::json::value& each : document.as_array()) {
        model::feature made{std::string(each.at("type").as_string()), {}};
        if (const auto* const version = each.as_object().if_contains("value"))
            made.version = std::string(version->as_string());
        features.push_back(std::move(made));
    }
    return features;
}

}  // namespace

const product_entry* find_product(const index& in, const std::string& model)
{
    const auto* const found = in.products.find(model);
    return found ? found->get() : nullptr;
}

const product_entry* find_product(const index& in, model::product_id id)
{
    const product_entry* found = nullptr;
    in.products.each([&](const std::string&, const auto& entry) {
        if (entry->what.id == id)
            found = entry.get();
    });
    return found;
}

std::vector<const product_entry*> products_of(const index& in)
{
    std::vector<const product_entry*> found;
    in.products.each([&found](const std::string&, const auto& entry) { found.push_back(entry.get()); });
    std::sort(found.begin(), found.end(),
              [](const auto* a, const auto* b) { return a->what.id < b->what.id; });
    return found;
}

model::product_id put_product(transaction& in, product_entry what)
{
    const model::product& p = what.what;
    const std::string features = text_of(p.features);
    const std::string sealed = base::seal(in.keys.texts, what.key.reveal(), place_of(p.model));
    what.what.id = {
        in.sql
            .number(upsert, {std::string_view(p.model), std::string_view(p.type), std::string_view(p.name),
                             std::string_view(features), std::int64_t{p.may_unbind}, blob{sealed},
                             base::to_milliseconds(p.created_at)})
            .value()};
    const model::product_id id = what.what.id;
    auto entry = std::make_shared<const product_entry>(std::move(what));
    in.index.products.set(entry->what.model, entry);
    return id;
}

void load_products(connection& sql, const keyring& keys, index& into)
{
    sql.each(all, {}, [&](const row& at) {
        const std::string model(at.text(1));
        product_entry entry{{{at.integer(0)},
                             model,
                             std::string(at.text(2)),
                             std::string(at.text(3)),
                             features_from(at.text(4)),
                             at.integer(5) != 0,
                             at.time(7)},
                            base::secret(base::open(keys.texts, at.text(6), place_of(model)).value_or(""))};
        into.products.set_unshared(model, std::make_shared<const product_entry>(std::move(entry)));
    });
}

}  // namespace gatehouse::store
