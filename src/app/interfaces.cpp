#include "app/interfaces.hpp"

#include "api/routes.hpp"
#include "app/docs.hpp"
#include "app/pages.hpp"
#include "simulate/beiliao.hpp"
#include "simulate/deli.hpp"
#include "simulate/sewise.hpp"
#include "simulate/shankai.hpp"
#include "simulate/visitors.hpp"
#include "wire/beiliao/routes.hpp"
#include "wire/deli/routes.hpp"
#include "wire/sewise/routes.hpp"
#include "wire/shankai/routes.hpp"
#include "wire/visitor/routes.hpp"

#include <algorithm>
#include <array>

namespace gatehouse::app {
namespace {

constexpr std::array rows{
    interface_row{"beiliao", wire::beiliao::routes, wire::beiliao::document, nullptr, simulate::add_beiliao},
    interface_row{"shankai", wire::shankai::routes, wire::shankai::document, &settings::shankai_plain_http,
                  simulate::add_shankai},
    interface_row{"sewise", wire::sewise::routes, wire::sewise::document, nullptr, simulate::add_sewise},
    interface_row{"deli", wire::deli::routes, wire::deli::document, nullptr, simulate::add_deli},
    interface_row{"visitor", wire::visitor::routes, wire::visitor::document, nullptr, simulate::add_visitors},
};

}  // namespace

std::span<const interface_row> interfaces()
{
    return rows;
}

std::vector<endpoint::route> all_routes(const settings& chosen)
{
    std::vector<endpoint::route> table = api::routes();
    for (endpoint::route& row : table)
        if (row.name == "upload_firmware")
            row.body_limit = static_cast<std::size_t>(
                std::max<std::int64_t>(0, chosen.device_firmware_bytes));
    for (const auto own : {page_routes(), document_routes()})
        table.insert(table.end(), own.begin(), own.end());
    for (const interface_row& each : interfaces())
        for (endpoint::route row : each.routes()) {
            if (each.plain_http && chosen.*each.plain_http)
                row.over = endpoint::transport::any;
            table.push_back(row);
        }
    return table;
}

std::vector<const endpoint::api_document*> all_documents()
{
    std::vector<const endpoint::api_document*> all{&api::document()};
    for (const interface_row& each : interfaces())
        all.push_back(&each.document());
    return all;
}

}  // namespace gatehouse::app
