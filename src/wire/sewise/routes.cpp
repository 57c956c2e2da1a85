#include "wire/sewise/routes.hpp"

#include "ops/clients.hpp"
#include "ops/roster_tasks.hpp"
#include "wire/sewise/batch_call.hpp"
#include "wire/sewise/calls.hpp"
#include "wire/sewise/document.hpp"

#include <array>

namespace gatehouse::wire::sewise {
namespace {

using base::errc;
using endpoint::nothing;

constexpr std::size_t batch_body_limit = std::size_t{24} << 20U;

std::function<net::reply(const base::result<ops::saved>&)> echoing(std::string body)
{
    return [body = std::move(body)](const base::result<ops::saved>& outcome) {
        return outcome ? done("success", echo(body, outcome->id)) : refused(outcome.error());
    };
}

// Read: result<Draft>(const Request&); Handle: result<saved>(transaction&, const roster_author&, const
// Draft&).
template <class Request, auto Read, auto Handle>
void serve_save(endpoint::exchange&& of)
{
    take(std::move(of), [](endpoint::services& with, net::ticket ask, call taken) {
        const auto asked = read_members<Request>(taken.document.root());
        if (!asked)
            return ask.answer(refused(asked.error()));
        auto draft = Read(*asked);
        if (!draft)
            return ask.answer(refused(draft.error()));
        endpoint::write(
            with, std::move(ask),
            [by = taken.by, draft = std::move(*draft)](store::transaction& in) {
                return Handle(in, by.author(), draft);
            },
            echoing(std::move(taken.from.body)));
    });
}

using removed = base::result<ops::removal>;

// A school goes in slices; it is answered after the last.
struct removing {
    caller by;
    std::int64_t id;
    removed (*remove)(store::transaction&, const ops::roster_author&, std::int64_t);
    std::optional<removed> outcome{};

    struct part {
        removed outcome;
        bool more;
    };

    part run(store::transaction& in) const
    {
        if (outcome)
            return {*outcome, ops::carry_on(in, (*outcome)->deed, by.now)};
        removed made = remove(in, by.author(), id);
        const bool more = made && store::find_task(in.sql, made->deed);
        return {std::move(made), more};
    }
    bool take(part made)
    {
        outcome = std::move(made.outcome);
        return made.more;
    }
    void end(net::ticket ask) const
    {
        ask.answer_later(*outcome ? done("Delete success") : refused(outcome->error()));
    }
    net::reply refuse(errc why) const { return refuse_errc(why); }
};

// Remove: result<removal>(transaction&, const roster_author&, std::int64_t).
template <auto Remove>
void serve_delete(endpoint::exchange&& of)
{
    take(std::move(of), [](endpoint::services& with, net::ticket ask, call taken) {
        const auto id = read_id("the id in the address", endpoint::scalar(taken.from.path_id));
        if (!id)
            return ask.answer(refused(id.error()));
        endpoint::write_in_slices(with, std::move(ask), removing{taken.by, *id, Remove});
    });
}

struct user_call {
    caller by;
    member_order order;
    std::string body;
    std::optional<model::clean_picture> picture;
};

net::reply answer_user(const user_call& what, const base::result<saved_user>& outcome)
{
    if (!outcome)
        return refused(outcome.error());
    return done(message_of(what.order.face, outcome->has_consent), echo(what.body, outcome->what.id));
}

// The user stands; now their picture, under their own key.
void keep_picture(endpoint::services& with, net::ticket ask, const std::shared_ptr<user_call>& what,
                  const saved_user& saved)
{
    endpoint::prepare(
        with, base::work_lane::pictures, std::move(ask),
        [&with, what, saved] {
            return with.pictures.keep(saved.what.organization, *saved.key, what->picture->type,
                                      what->picture->bytes);
        },
        [&with, what, saved](net::ticket held, const store::prepared_picture& kept) {
            endpoint::write(
                with, std::move(held),
                [what, saved, kept](store::transaction& in) {
                    handle_face(in, what->by.author(), {saved.what.id}, kept);
                    return base::result<saved_user>(saved);
                },
                [what](const base::result<saved_user>& outcome) { return answer_user(*what, outcome); });
        },
        refuse_errc);
}

// Saves a user, and goes on where a picture came with them.
class user_write final : public store::write_job {
public:
    user_write(endpoint::services& with, net::ticket ask, std::shared_ptr<user_call> what)
        : with_(with),
          ask_(std::move(ask)),
          what_(std::move(what))
    {}

    bool run(store::transaction& in) override
    {
        outcome_.emplace(handle_user(in, what_->by.author(), what_->order));
        return outcome_->has_value();
    }
    void finish() noexcept override
    {
        if (*outcome_ && (*outcome_)->key && what_->picture)
            keep_picture(with_, std::move(ask_), what_, **outcome_);
        else
            ask_.answer_later(answer_user(*what_, *outcome_));
    }
    void fail(errc why) noexcept override { ask_.answer(refuse_errc(why)); }

private:
    endpoint::services& with_;
    net::ticket ask_;
    std::shared_ptr<user_call> what_;
    std::optional<base::result<saved_user>> outcome_;
};

void save_user(endpoint::services& with, net::ticket ask, std::shared_ptr<user_call> what)
{
    with.writer.submit(std::make_unique<user_write>(with, std::move(ask), std::move(what)),
                       store::lane::pages);
}

void serve_user(endpoint::exchange&& of)
{
    take(std::move(of), [](endpoint::services& with, net::ticket ask, call taken) {
        const auto asked = read_members<user_request>(taken.document.root());
        if (!asked)
            return ask.answer(refused(asked.error()));
        auto order = read_user(*asked);
        if (!order)
            return ask.answer(refused(order.error()));
        auto what = std::make_shared<user_call>(
            user_call{taken.by, std::move(*order), std::move(taken.from.body), std::nullopt});
        if (!std::holds_alternative<face_text>(what->order.face))
            return save_user(with, std::move(ask), std::move(what));
        endpoint::prepare(
            with, base::work_lane::pictures, std::move(ask),
            [what] { return read_face(std::get<face_text>(what->order.face)); },
            [&with, what](net::ticket held, base::result<model::clean_picture> picture) {
                if (!picture)
                    return held.answer(refused(picture.error()));
                what->picture = std::move(*picture);
                save_user(with, std::move(held), what);
            },
            refuse_errc);
    });
}

net::reply answer_token(const base::result<ops::kept_token>& outcome, base::instant now)
{
    if (!outcome)
        return refused(outcome.error());
    std::string data;
    base::json_writer json(data);
    endpoint::write_json(json, write_token(*outcome, now));
    return done("success", data);
}

void renew_token(endpoint::exchange&& of, const std::string& shown)
{
    const base::instant now = of.with.clock.now();
    if (!ops::find_kept_token(endpoint::current_index(of.with), of.with.keys, base::secret(shown), now))
        return of.ask.answer(
            wrong_secret(of.with, "sewise token", of.request.source.network(), errc::unauthenticated));
    endpoint::write(
        of.with, std::move(of.ask),
        [shown, now](store::transaction& in) {
            auto renewed = ops::renew_kept_token(in, base::secret(shown), now);
            if (!renewed)
                return base::result<ops::kept_token>(base::error{errc::unauthenticated});
            return renewed;
        },
        [now](const base::result<ops::kept_token>& outcome) { return answer_token(outcome, now); });
}

void issue_token(endpoint::exchange&& of, const std::string& appid, const std::string& secret)
{
    const base::instant now = of.with.clock.now();
    const std::string identity = store::client_key("sewise", appid);
    const auto client = ops::authenticate(endpoint::current_index(of.with), of.with.keys, "sewise", appid,
                                          secret);
    if (!client)
        return of.ask.answer(
            wrong_secret(of.with, identity, of.request.source.network(), errc::unauthenticated));
    endpoint::write(
        of.with, std::move(of.ask),
        [identity, text = ops::make_kept_token(), now](store::transaction& in) {
            return ops::issue_kept_token(in, identity, text, now);
        },
        [now](const base::result<ops::kept_token>& outcome) { return answer_token(outcome, now); });
}

void serve_token(endpoint::exchange&& of)
{
    if (of.request.method != net::verb::post && of.request.method != net::verb::get)
        return of.ask.answer(refused({errc::unknown_action, "POST"}));
    const auto document = endpoint::json_document::parse(of.request.body);
    if (!document || document->root().kind() != endpoint::json_kind::object)
        return of.ask.answer(refused({errc::malformed_input, "the body is no JSON object"}));
    const auto asked = read_members<token_request>(document->root());
    if (!asked)
        return of.ask.answer(refused(asked.error()));
    if (asked->access_token && !asked->appid && !asked->secret)
        return renew_token(std::move(of), *asked->access_token);
    if (!asked->appid)
        return of.ask.answer(refused(lacking("appid", "is needed")));
    if (!asked->secret)
        return of.ask.answer(refused(lacking("secret", "is needed")));
    issue_token(std::move(of), *asked->appid, *asked->secret);
}

// Whatever else lies below the two addresses.
void serve_unknown(endpoint::exchange&& of)
{
    of.ask.answer(refuse_errc(errc::unknown_action));
}

constexpr endpoint::route row(std::string_view name, std::string_view path, std::string_view summary,
                              void (*serve)(endpoint::exchange&&), void (*write_body)(base::json_writer&),
                              void (*write_data)(base::json_writer&, unsigned),
                              std::size_t body_limit = endpoint::usual_body_limit)
{
    return {name,       std::nullopt, path,           endpoint::right::client,
            body_limit, serve,        refuse_request, {summary, 200, nullptr, write_body, write_data}};
}

constexpr auto no_data = write_answer<nothing>;
constexpr auto only_token = write_request<nothing>;

constexpr std::array table{
    row("sewise_token", "/v1/channel/token",
        "A token for 24 hours, for appid and secret; earlier ones live on. Or another 24 hours for a token.",
        serve_token, write_request<token_request>, write_answer<token_answer>),
    row("sewise_save_school", "/v1/abutment/syncSaveOrganMetadata", "Adds a school, or changes it.",
        serve_save<school_request, read_school, handle_school>, write_request<school_request>, write_echo),
    row("sewise_delete_school", "/v1/abutment/syncDeleteOrganMetadata/{otherId}",
        "Deletes a school with its classes and users.", serve_delete<ops::remove_school>, only_token,
        no_data),
    row("sewise_save_class", "/v1/abutment/syncSaveClassMetadata", "Adds a class, or changes it.",
        serve_save<class_request, read_class, handle_class>, write_request<class_request>, write_echo),
    row("sewise_delete_class", "/v1/abutment/syncDeleteClassMetadata/{otherId}",
        "Deletes a class; its users stay in the school.", serve_delete<ops::remove_class>, only_token,
        no_data),
    row("sewise_save_user", "/v1/abutment/syncSaveUserMetadata", "Adds a user, or changes them.", serve_user,
        write_request<user_request>, write_echo),
    row("sewise_delete_user", "/v1/abutment/syncDeleteUserMetadata/{uid}", "Deletes a user.",
        serve_delete<ops::remove_member>, only_token, no_data),
    row("sewise_batch", "/v1/abutment/syncBatch",
        "Ours: schools, classes and users at once, at most 5000 rows and 16 MiB; a result for each.",
        serve_batch, write_batch_request, write_batch_answer, batch_body_limit),
    row("sewise", "/v1/abutment/*", "", serve_unknown, only_token, no_data),
    row("sewise_channel", "/v1/channel/*", "", serve_unknown, only_token, no_data),
};

}  // namespace

std::span<const endpoint::route> routes()
{
    return table;
}

}  // namespace gatehouse::wire::sewise
