#include "wire/visitor/invitation_routes.hpp"

#include "base/text.hpp"
#include "endpoint/fields_read.hpp"
#include "endpoint/steps.hpp"
#include "model/tap_time.hpp"
#include "ops/invitations.hpp"
#include "store/people.hpp"
#include "wire/visitor/invitation_page.hpp"

#include <array>

namespace gatehouse::wire::visitor {
namespace {

using base::errc;

constexpr std::size_t form_most = 16 * 1024;

net::reply refuse_request(unsigned status, std::string_view)
{
    return show_nothing(status);
}

// An invitation that its token opens, and what its page says of it.
struct opened {
    model::invitation what;
    invitation_facts facts;
};

std::optional<opened> find_open(store::connection& sql, const store::keyring& keys, const store::index& in,
                                std::string_view token, base::instant now)
{
    const auto found = ops::find_open_invitation(sql, keys, token, now);
    const auto host = found ? store::find_person(sql, found->host) : std::nullopt;
    const store::organization_entry* const home = found ? in.organization(found->organization) : nullptr;
    if (!host || !home || home->what.status != model::organization_status::open)
        return std::nullopt;
    return opened{*found,
                  {home->what.name, host->name, model::civil_text(found->starts_at, *home->zone),
                   model::civil_text(found->ends_at, *home->zone)}};
}

// Guesses cost nothing: what has another form is no token.
bool may_be_token(std::string_view text)
{
    return model::is_pass_text(text);
}

void serve_page(endpoint::exchange&& of)
{
    if (!may_be_token(of.path[0]))
        return of.ask.answer(show_nothing(404));
    endpoint::read(
        of.with, std::move(of.ask),
        [&with = of.with, token = std::string(of.path[0]),
         now = of.with.clock.now()](store::connection& sql) -> base::result<opened> {
            auto found = find_open(sql, with.keys, *with.writer.published(), token, now);
            return found ? base::result<opened>(std::move(*found)) : base::error{errc::not_found};
        },
        [](const base::result<opened>& found) {
            if (!found)
                return show_nothing(found.error().code == errc::not_found ? 404 : 503);
            return show_form(found->facts, {}, "");
        });
}

std::string_view sentence_of(const base::error& why)
{
    return why.message.empty() ? code_row_of(why.code).sentence : std::string_view(why.message);
}

// What became of a form: accepted, or shown again with a fault.
struct answered_form {
    invitation_facts facts;
    invited_form sent;
    std::string fault;
};

base::result<answered_form> accept(store::transaction& in, std::string_view token, const invited_form& sent,
                                   model::phone_check how, base::instant now)
{
    const auto found = find_open(in.sql, in.keys, in.index, token, now);
    if (!found)
        return base::error{errc::not_found};
    answered_form outcome{found->facts, sent, ""};
    auto guests = read_guests(sent, how);
    if (!guests) {
        outcome.fault = sentence_of(guests.error());
        return outcome;
    }
    const auto made = ops::accept_invitation(in, found->what, *std::move(guests), base::trim(sent.come_from),
                                             now);
    if (!made)
        outcome.fault = made.error().code == errc::malformed_input ? "随行人员重复，或多于 20 人"
                                                                   : sentence_of(made.error());
    return outcome;
}

net::reply answer_form(const base::result<answered_form>& outcome)
{
    if (!outcome)
        return show_nothing(outcome.error().code == errc::not_found ? 404 : 503);
    return outcome->fault.empty() ? show_accepted(outcome->facts)
                                  : show_form(outcome->facts, outcome->sent, outcome->fault);
}

// Looks for the invitation in a snapshot: the writer is asked only where there is one, and looks again.
class form_call final : public store::read_job {
public:
    form_call(endpoint::services& with, net::ticket ask, std::string token, invited_form sent)
        : with_(with),
          ask_(std::move(ask)),
          token_(std::move(token)),
          sent_(std::move(sent)),
          now_(with.clock.now())
    {}

    void run(store::connection& snapshot) override
    {
        is_open_ = find_open(snapshot, with_.keys, *with_.writer.published(), token_, now_).has_value();
    }
    void finish() noexcept override
    {
        if (!is_open_)
            return ask_.answer(show_nothing(404));
        endpoint::write(
            with_, std::move(ask_),
            [&with = with_, token = token_, sent = sent_, now = now_](store::transaction& in) {
                return accept(in, token, sent, with.visitors.phones, now);
            },
            answer_form);
    }
    void fail(errc why) noexcept override { ask_.answer(answer_form(base::error{why})); }

private:
    endpoint::services& with_;
    net::ticket ask_;
    std::string token_;
    invited_form sent_;
    base::instant now_;
    bool is_open_ = false;
};

void serve_form(endpoint::exchange&& of)
{
    if (!may_be_token(of.path[0]))
        return of.ask.answer(show_nothing(404));
    endpoint::form given;
    invited_form sent;
    endpoint::fault_list faults;
    if (!endpoint::read_urlencoded(of.request.body, given))
        endpoint::read_query(given, sent, faults, endpoint::unknown_members::ignored);
    of.with.readers.submit(
        std::make_unique<form_call>(of.with, std::move(of.ask), std::string(of.path[0]), std::move(sent)));
}

}  // namespace

std::span<const endpoint::route> invitation_routes()
{
    static constexpr std::array table{
        endpoint::route{"visitor_invitation",
                        net::verb::get,
                        "/invitation/{token}",
                        endpoint::right::anyone,
                        0,
                        serve_page,
                        refuse_request,
                        {"The page of an invitation: a form for whoever holds the link.", 200}},
        endpoint::route{"visitor_accept_invitation",
                        net::verb::post,
                        "/invitation/{token}",
                        endpoint::right::anyone,
                        form_most,
                        serve_form,
                        refuse_request,
                        {"What that form sends; the visit is authorised, since its host invited.", 200}},
    };
    return table;
}

}  // namespace gatehouse::wire::visitor
