#include "wire/shankai/routes.hpp"

#include "base/log.hpp"
#include "endpoint/fields_form.hpp"
#include "endpoint/fields_read.hpp"
#include "endpoint/steps.hpp"
#include "ops/clients.hpp"
#include "wire/shankai/document.hpp"
#include "wire/shankai/envelope.hpp"
#include "wire/shankai/handlers.hpp"

#include <array>
#include <memory>

namespace gatehouse::wire::shankai {
namespace {

using base::errc;
using endpoint::nothing;

constexpr std::string_view protocol = "shankai";

// One wrong secret or token. Only those are counted and slowed: the right one never gets here.
net::reply wrong_secret(const endpoint::exchange& of, std::string_view identity, errc why)
{
    const std::string source = of.request.source.network();
    const auto wait = of.with.throttle.failed(ops::machine_secrets, identity, source, of.with.clock.now());
    if (!wait)
        return refuse_errc(why);
    base::log(base::events::secret_throttled, {{"protocol", protocol}, {"source", std::string_view(source)}});
    return refuse_throttled(why, *wait);
}

// In the address as the document has it, or in `Authorization`, where no log of anybody's keeps it.
std::string_view shown_token(const net::request& request, endpoint::form& parameters)
{
    if (endpoint::read_urlencoded(request.query, parameters))
        return {};
    const auto named = parameters.find("access_token");
    return named ? *named : request.bearer_token();
}

template <class Request>
struct call {
    caller by;
    Request asked;
};

template <class Request>
base::result<Request> read_body(const net::request& request)
{
    const auto document = endpoint::json_document::parse(request.body);
    if (!document)
        return base::error{errc::malformed_input, "the body is not JSON"};
    Request asked;
    endpoint::fault_list faults;
    endpoint::read_json(document->root(), asked, faults, endpoint::unknown_members::ignored);
    if (faults.empty())
        return asked;
    const base::fault first = faults.take().front();
    return faulty(first.where.empty() ? "the body" : std::string_view(first.where).substr(1), first.detail);
}

// What every call but the one for a token begins with. Answers by itself, and gives nothing, where it is no
// call of a client's.
template <class Request>
std::optional<call<Request>> take(endpoint::exchange& of)
{
    const base::instant now = of.with.clock.now();
    endpoint::form parameters;
    const std::string_view token = shown_token(of.request, parameters);
    const auto client = of.with.tokens.find(endpoint::current_index(of.with), base::secret(token), now);
    if (!client) {
        of.ask.answer(wrong_secret(of, "shankai token", errc::token_unknown));
        return std::nullopt;
    }
    auto asked = of.request.method == net::verb::post
                     ? read_body<Request>(of.request)
                     : base::result<Request>(base::error{errc::unknown_action, "POST"});
    if (!asked) {
        of.ask.answer(refused(asked.error()));
        return std::nullopt;
    }
    return call<Request>{{client->id, now}, std::move(*asked)};
}

// The caller's community as it is now; answers by itself where there is none.
const store::organization_entry* find_home(endpoint::exchange& of, const caller& by, std::string_view org_id)
{
    const auto home = ops::find_community(endpoint::current_index(of.with), by.client, org_id);
    if (home)
        return *home;
    of.ask.answer(refused(home.error()));
    return nullptr;
}

template <class Request>
base::result<Request> as_it_is(const Request& asked)
{
    return asked;
}

// Read: result<Order>(const Request&), here; Handle: result<T>(transaction&, const caller&, const Order&), on
// the writer; Answer: reply(const result<T>&), after the commit.
template <class Request, auto Read, auto Handle, auto Answer>
void serve_write(endpoint::exchange&& of)
{
    const auto taken = take<Request>(of);
    if (!taken)
        return;
    auto order = Read(taken->asked);
    if (!order)
        return of.ask.answer(refused(order.error()));
    endpoint::write(
        of.with, std::move(of.ask),
        [by = taken->by, order = std::move(*order)](store::transaction& in) { return Handle(in, by, order); },
        Answer);
}

void serve_token(endpoint::exchange&& of)
{
    if (of.request.method != net::verb::get && of.request.method != net::verb::head)
        return of.ask.answer(refused({errc::unknown_action, "GET"}));
    endpoint::form parameters;
    if (endpoint::read_urlencoded(of.request.query, parameters))
        return of.ask.answer(refused({errc::malformed_input, "the query string"}));
    const auto asked = endpoint::read_form<token_request>(parameters);
    if (!asked)
        return of.ask.answer(refused(asked.error()));
    const auto client = ops::authenticate(endpoint::current_index(of.with), of.with.keys, protocol,
                                          asked->app_id, asked->secret);
    const std::string identity = store::client_key(protocol, asked->app_id);
    if (!client)
        return of.ask.answer(wrong_secret(of, identity, errc::unauthenticated));
    of.ask.answer(envelope(token_answer{of.with.tokens.issue(identity, *client, of.with.clock.now()),
                                        ops::tokens::life.count()}));
}

void serve_find(endpoint::exchange&& of)
{
    auto taken = take<find_request>(of);
    if (!taken)
        return;
    endpoint::read(
        of.with, std::move(of.ask),
        [&with = of.with, taken = std::move(*taken)](store::connection& sql) {
            return handle_find(sql, *with.writer.published(), taken.by, taken.asked);
        },
        answered<find_answer>);
}

void serve_admin(endpoint::exchange&& of)
{
    auto taken = take<admin_request>(of);
    if (!taken)
        return;
    if (const auto checked = check_admin(taken->asked); !checked)
        return of.ask.answer(refused(checked.error()));
    if (!find_home(of, taken->by, taken->asked.org_id))
        return;
    const base::secret password(taken->asked.pass);
    endpoint::prepare(
        of.with, base::work_lane::passwords, std::move(of.ask),
        [password] { return base::hash_password(password); },
        [&with = of.with, taken = std::move(*taken)](net::ticket ask, std::string hash) {
            endpoint::write(
                with, std::move(ask),
                [taken, hash = std::move(hash)](store::transaction& in) {
                    return handle_admin(in, taken.by, taken.asked, hash);
                },
                answered<nothing>);
        },
        refuse_errc);
}

void serve_set_card(endpoint::exchange&& of)
{
    auto taken = take<set_card_request>(of);
    if (!taken)
        return;
    auto order = read_set_card(taken->asked);
    if (!order)
        return of.ask.answer(refused(order.error()));
    const auto* const home = find_home(of, taken->by, taken->asked.org_id);
    if (!home)
        return;
    endpoint::write(
        of.with, std::move(of.ask),
        [by = taken->by, order = std::move(*order)](store::transaction& in) {
            return handle_set_card(in, by, order);
        },
        [&with = of.with, home = home->what.id,
         mobile = std::move(taken->asked.mobile)](const base::result<nothing>& outcome) {
            with.known_cards.forget(home, mobile);
            return answered(outcome);
        });
}

void serve_get_card(endpoint::exchange&& of)
{
    auto taken = take<get_card_request>(of);
    const auto* const home = taken ? find_home(of, taken->by, taken->asked.org_id) : nullptr;
    if (!home)
        return;
    const model::organization_id id = home->what.id;
    const std::string& mobile = taken->asked.mobile;
    if (const auto known = of.with.known_cards.find(endpoint::current_index(of.with), id, mobile))
        return of.ask.answer(envelope(write_card(*known, false)));
    endpoint::write(
        of.with, std::move(of.ask),
        [taken](store::transaction& in) { return handle_get_card(in, taken->by, taken->asked); },
        [&with = of.with, id, mobile](const base::result<ops::resident_card>& card) {
            if (!card)
                return refused(card.error());
            with.known_cards.keep(id, mobile, *card);
            return envelope(write_card(card->number, card->allotted));
        });
}

void serve_doors(endpoint::exchange&& of)
{
    const auto taken = take<organization_request>(of);
    const auto* const home = taken ? find_home(of, taken->by, taken->asked.org_id) : nullptr;
    if (home)
        of.ask.answer(envelope(handle_get_doors(*home)));
}

void serve_open(endpoint::exchange&& of)
{
    const auto taken = take<open_request>(of);
    const auto* const home = taken ? find_home(of, taken->by, taken->asked.org_id) : nullptr;
    if (!home)
        return;
    auto what = read_open(of.with.keys, *home, taken->by, taken->asked);
    if (!what)
        return of.ask.answer(refused(what.error()));
    endpoint::append(
        of.with, std::move(of.ask),
        [what = std::move(*what)](const store::index& in) { return ops::judge_opening(in, what); },
        [](const std::optional<errc>& refusal, const std::optional<store::punch_outcome>& outcome) {
            return refusal ? refuse_errc(*refusal)
                           : envelope(record_answer{std::to_string(outcome.value().number.value)});
        },
        refuse_errc, store::lane::gate);
}

void serve_records(endpoint::exchange&& of)
{
    const auto taken = take<records_request>(of);
    const auto* const home = taken ? find_home(of, taken->by, taken->asked.org_id) : nullptr;
    if (!home)
        return;
    const auto span = read_records(*home, taken->asked);
    if (!span)
        return of.ask.answer(refused(span.error()));
    endpoint::read(
        of.with, std::move(of.ask),
        [&with = of.with, home = *home, span = *span](store::connection& sql) {
            return base::result<records_answer>(handle_records(sql, with.keys, home, span));
        },
        answered<records_answer>);
}

// Whatever else lies below the version's address.
void serve_unknown(endpoint::exchange&& of)
{
    of.ask.answer(refuse_errc(errc::unknown_action));
}

template <class Request, class Answer>
constexpr endpoint::route row(std::string_view name, std::string_view path, std::string_view summary,
                              void (*serve)(endpoint::exchange&&))
{
    return {name,
            std::nullopt,
            path,
            endpoint::right::client,
            endpoint::usual_body_limit,
            serve,
            refuse_request,
            {summary, 200, nullptr, write_request<Request>, write_answer<Answer>},
            endpoint::transport::guarded};
}

constexpr std::array table{
    row<nothing, token_answer>("shankai_get_access_token", "/1.0/get_access_token",
                               "A token for two hours; earlier ones live on, of one client at most 1000.",
                               serve_token),
    row<create_request, organization_answer>(
        "shankai_create_organization", "/1.0/create_organization", "Registers a community.",
        serve_write<create_request, read_create, handle_create, answered_with_id>),
    row<find_request, find_answer>("shankai_get_organization", "/1.0/get_organization",
                                   "The id of a community, by its name.", serve_find),
    row<update_request, nothing>("shankai_update_organization", "/1.0/update_organization",
                                 "Changes a community.",
                                 serve_write<update_request, read_update, handle_update, answered_silently>),
    row<organization_request, nothing>(
        "shankai_del_organization", "/1.0/del_organization",
        "Closes a community: its cards open nothing from now on, its name is free.",
        serve_write<organization_request, as_it_is<organization_request>, handle_end, answered<nothing>>),
    row<set_card_request, nothing>("shankai_set_card_no", "/1.0/set_card_no",
                                   "Gives a resident a card of this number; IC cards only.", serve_set_card),
    row<get_card_request, card_answer>("shankai_get_card_no", "/1.0/get_card_no",
                                       "A resident's card; allots a number where there is none.",
                                       serve_get_card),
    row<user_request, nothing>(
        "shankai_del_user", "/1.0/del_user", "Takes a resident's card back.",
        serve_write<user_request, as_it_is<user_request>, handle_del_user, answered<nothing>>),
    row<admin_request, nothing>("shankai_set_admin_user", "/1.0/set_admin_user",
                                "Makes the login of the community's office.", serve_admin),
    row<add_door_request, door_answer>(
        "shankai_add_door", "/1.0/add_door", "Adds a door.",
        serve_write<add_door_request, as_it_is<add_door_request>, handle_add_door, answered<door_answer>>),
    row<door_request, nothing>("shankai_del_door", "/1.0/del_door", "Deletes a door.",
                               serve_write<door_request, read_door, handle_del_door, answered<nothing>>),
    row<organization_request, doors_answer>("shankai_get_doors", "/1.0/get_doors",
                                            "The doors of a community.", serve_doors),
    row<open_request, record_answer>("shankai_open_door", "/1.0/open_door",
                                     "Opens a door for a card or a resident; every try is recorded.",
                                     serve_open),
    row<records_request, records_answer>("shankai_get_records", "/1.0/get_records",
                                         "What went through the doors, or was to.", serve_records),
    row<nothing, nothing>("shankai", "/1.0/*", "", serve_unknown),
};

}  // namespace

std::span<const endpoint::route> routes()
{
    return table;
}

}  // namespace gatehouse::wire::shankai
