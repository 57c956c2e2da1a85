#include "wire/shankai/envelope.hpp"

namespace gatehouse::wire::shankai {
namespace {

net::reply taken(const ops::named_community& by)
{
    const code_row& row = code_row_of(base::errc::organization_exists);
    return envelope(organization_answer{by.external}, row.code, row.sentence);
}

}  // namespace

net::reply refused(const base::error& why)
{
    const code_row& row = code_row_of(why.code);
    std::string message(row.sentence);
    if (!why.message.empty())
        message.append(": ").append(why.message);
    net::reply with = envelope(endpoint::nothing{}, row.code, message);
    return why.code == base::errc::overloaded ? endpoint::under_status(std::move(with), 503) : with;
}

net::reply refuse_request(unsigned status, std::string_view reason)
{
    return endpoint::under_status(refused({endpoint::errc_of(status), std::string(reason)}), status);
}

net::reply refuse_throttled(base::errc what, std::chrono::seconds wait)
{
    return endpoint::slowed(refused({what, "错误次数过多，请稍后重试"}), wait);
}

net::reply answered_with_id(const base::result<ops::named_community>& outcome)
{
    if (!outcome)
        return refused(outcome.error());
    return outcome->taken ? taken(*outcome) : envelope(organization_answer{outcome->external});
}

net::reply answered_silently(const base::result<ops::named_community>& outcome)
{
    if (!outcome)
        return refused(outcome.error());
    return outcome->taken ? taken(*outcome) : envelope(endpoint::nothing{});
}

}  // namespace gatehouse::wire::shankai
