#include "app/docs.hpp"

#include "app/interfaces.hpp"
#include "base/json_writer.hpp"

#include <array>

namespace gatehouse::app {
namespace {

net::reply refuse_request(unsigned status, std::string_view reason)
{
    return endpoint::problem(status, "Refused", reason);
}

net::reply json_reply(std::string body)
{
    net::reply with;
    with.content_type = "application/json";
    with.headers.emplace_back("Cache-Control", "no-cache");
    with.body = std::move(body);
    return with;
}

void serve_list(endpoint::exchange&& of)
{
    std::string body;
    base::json_writer json(body);
    json.open_array();
    for (const auto* const each : all_documents())
        json.open_object().name("file").text(each->file).name("title").text(each->title).close_object();
    json.close_array();
    of.ask.answer(json_reply(std::move(body)));
}

void serve_document(endpoint::exchange&& of)
{
    for (const auto* const each : all_documents())
        if (each->file == of.path.front())
            return of.ask.answer(json_reply(endpoint::write_openapi(*each)));
    of.ask.answer(endpoint::problem(404, "Not Found", "There is no such document."));
}

constexpr std::array table{
    endpoint::route{"docs.list", net::verb::get, "/docs/index.json", endpoint::right::anyone, 0, serve_list,
                    refuse_request},
    endpoint::route{"docs.document", net::verb::get, "/docs/{file}", endpoint::right::anyone, 0,
                    serve_document, refuse_request},
};

}  // namespace

std::span<const endpoint::route> document_routes()
{
    return table;
}

}  // namespace gatehouse::app
