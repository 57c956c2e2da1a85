#include "store/app_listings.hpp"

#include "base/json_writer.hpp"

#include <boost/json/parse.hpp>

namespace gatehouse::store {
namespace {

constexpr statement find{"find_app_listing",
                         "SELECT app_url, web_url, contact, screenshots, models FROM app_listing "
                         "WHERE app = ?1"};
constexpr statement upsert{"put_app_listing",
                           "INSERT INTO app_listing (app, app_url, web_url, contact, screenshots, models) "
                           "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (app) DO UPDATE SET app_url = ?2, "
                           "web_url = ?3, contact = ?4, screenshots = ?5, models = ?6"};

std::string text_of(const std::vector<std::string>& texts)
{
    std::string out;
    base::json_writer json(out);
    json.open_array();
    for (const std::string& each : texts)
        json.text(each);
    json.close_array();
    return out;
}

std::vector<std::string> texts_from(std::string_view text)
{
    std::vector<std::string> texts;
    const boost::json::value document = boost::json::parse({text.data(), text.size()});
    for (const boost::json::value& each : document.as_array())
        texts.emplace_back(each.as_string());
    return texts;
}

}  // namespace

app_listing find_listing(connection& sql, model::app_id of)
{
    return sql
        .first(find, {of.value},
               [](const row& at) {
                   return app_listing{std::string(at.text(0)), std::string(at.text(1)),
                                      std::string(at.text(2)), texts_from(at.text(3)),
                                      texts_from(at.text(4))};
               })
        .value_or(app_listing{});
}

void put_listing(transaction& in, model::app_id of, const app_listing& what)
{
    const std::string screenshots = text_of(what.screenshots);
    const std::string models = text_of(what.models);
    in.sql.run(upsert,
               {of.value, std::string_view(what.app_url), std::string_view(what.web_url),
                std::string_view(what.contact), std::string_view(screenshots), std::string_view(models)});
}

}  // namespace gatehouse::store
