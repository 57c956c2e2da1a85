// An operation of our own API is one row: a plain function, who may call it, and what its messages are. From
// the row come reading, checking, the transaction, the answer and the OpenAPI document.
#pragma once

#include "api/caller.hpp"
#include "endpoint/fields_read.hpp"
#include "endpoint/fields_write.hpp"
#include "endpoint/steps.hpp"

#include <memory>

namespace gatehouse::api {

using endpoint::nothing;

inline constexpr std::size_t body_most = std::size_t{1} << 20U;
// Of a deed that is told nothing: many programs send {} with every POST.
inline constexpr std::size_t empty_body_most = 4096;

// What every handler is told of one request.
struct call_head {
    caller by;
    std::array<std::string, endpoint::path_names_most>
        path;  // of the names in the route's path, in their order

    // 0, which nothing has, where the text is no number: it is not found like any other.
    template <class Id>
    Id id(std::size_t of) const
    {
        return Id{number(of)};
    }

private:
    std::int64_t number(std::size_t of) const;
};

template <class Query, class Body>
struct call : call_head {
    Query query{};
    Body body{};
};

// What was found, where the caller sees it: another organization's is like one that does not exist.
template <class Noun>
base::result<Noun> visible(const caller& by, std::optional<Noun> found)
{
    if (!found || !by.sees(found->organization))
        return base::error{base::errc::not_found};
    return std::move(*found);
}

// What a handler that only reads stands on: one snapshot of at most 2 s.
struct reading {
    store::connection& sql;
    const store::index& index;
    const store::keyring& keys;
    const endpoint::device_links* devices = nullptr;  // null where none can connect
};

// What is done for a writing handler before its transaction, on a worker, stands on.
struct preparing {
    const store::index& index;
    ops::throttle& throttle;
};

// Finds the caller, and that the organization in the path, where there is one (`{organization}`), is one that
// they see: another's is like one that does not exist.
base::result<caller> admit(const endpoint::exchange& of);
base::result<endpoint::json_document> parse_body(const net::request& request);
base::result<void> read_parameters(const net::request& request, endpoint::form& into);
base::error faulty(endpoint::fault_list& faults);
net::reply json_reply(unsigned status, std::string body);
// An element of the document's `parameters`.
void write_parameter(base::json_writer& json, std::string_view name, std::string_view where, bool required,
                     std::string_view meaning, void (*write_schema)(base::json_writer&, const void*),
                     const void* of);

namespace detail {

// Where the parts of a call go, and what reads them; what is the same for all calls is compiled once.
struct call_parts {
    call_head& head;
    void* query;
    void (*read_query)(const endpoint::form& from, void* into, endpoint::fault_list& faults);
    void* body;
    void (*read_body)(const endpoint::json_view& from, void* into,
                      endpoint::fault_list& faults);  // null: no body
};
base::result<void> fill(const endpoint::exchange& of, const call_parts& into);

template <class Message>
void read_query_into(const endpoint::form& from, void* into, endpoint::fault_list& faults)
{
    endpoint::read_query(from, *static_cast<Message*>(into), faults);
}

template <class Message>
void read_body_into(const endpoint::json_view& from, void* into, endpoint::fault_list& faults)
{
    endpoint::read_json(from, *static_cast<Message*>(into), faults);
}

template <class Query, class Body>
call_parts parts_of(call<Query, Body>& asked)
{
    call_parts parts{asked, &asked.query, read_query_into<Query>, &asked.body, nullptr};
    if constexpr (!std::is_same_v<Body, nothing>)
        parts.read_body = read_body_into<Body>;
    return parts;
}

}  // namespace detail

// malformed_input, with every fault, where it cannot be read.
template <class Query, class Body>
base::result<call<Query, Body>> read_call(const endpoint::exchange& of)
{
    call<Query, Body> asked;
    if (auto filled = detail::fill(of, detail::parts_of(asked)); !filled)
        return filled.error();
    return asked;
}

// What a deed that has nothing to tell answers: 204.
inline base::result<nothing> silent(const base::result<void>& done)
{
    return done ? base::result<nothing>(nothing{}) : done.error();
}

template <class Answer>
net::reply done(const Answer& what, unsigned success)
{
    std::string body;
    if constexpr (!std::is_same_v<Answer, nothing>) {
        base::json_writer json(body);
        endpoint::write_json(json, what);
    }
    return json_reply(success, std::move(body));
}

template <class Answer>
net::reply answer(const base::result<Answer>& outcome, unsigned success)
{
    return outcome ? done(*outcome, success) : refuse(outcome.error());
}

// What a handler that also brings punches answers.
template <class Answer>
struct with_punches {
    Answer what;
    std::vector<store::punch_draft> punches;
};

namespace detail {

template <class Function>
struct shape;
template <class Answer, class On, class Query, class Body, class... Prepared>
struct shape<base::result<Answer> (*)(On, const call<Query, Body>&, Prepared...)> {
    using answer = Answer;
    using query = Query;
    using body = Body;
};

// Of what also brings punches, only the answer is written.
template <class Answer>
struct written {
    using type = Answer;
};
template <class Answer>
struct written<with_punches<Answer>> {
    using type = Answer;
};

template <auto Handle>
using shape_of = shape<decltype(Handle)>;
template <auto Handle>
using call_of = call<typename shape_of<Handle>::query, typename shape_of<Handle>::body>;

// A handler whose call and answer are hidden: what carries them is the same for all.
using read_deed = base::result<net::reply> (*)(const reading& in, const void* asked, unsigned success);
using write_deed = base::result<net::reply> (*)(store::transaction& in, const void* asked, unsigned success);
void carry_read(endpoint::exchange&& of, std::shared_ptr<const void> asked, const call_parts& into,
                read_deed handle);
void carry_write(endpoint::exchange&& of, std::shared_ptr<const void> asked, const call_parts& into,
                 write_deed handle);

template <auto Handle, class On>
base::result<net::reply> handle(On& in, const void* asked, unsigned success)
{
    const auto outcome = Handle(in, *static_cast<const call_of<Handle>*>(asked));
    if (!outcome)
        return outcome.error();
    return done(*outcome, success);
}

template <auto Handle>
void serve_read(endpoint::exchange&& of)
{
    const auto asked = std::make_shared<call_of<Handle>>();
    carry_read(std::move(of), asked, parts_of(*asked), handle<Handle, const reading>);
}

template <auto Handle>
void serve_write(endpoint::exchange&& of)
{
    const auto asked = std::make_shared<call_of<Handle>>();
    carry_write(std::move(of), asked, parts_of(*asked), handle<Handle, store::transaction>);
}

template <auto Handle, auto After>
void serve_write_then(endpoint::exchange&& of)
{
    using made = shape_of<Handle>;
    auto asked = read_call<typename made::query, typename made::body>(of);
    if (!asked)
        return of.ask.answer(refuse(asked.error()));
    endpoint::write(
        of.with, std::move(of.ask),
        [&with = of.with, asked = std::move(*asked)](store::transaction& in) {
            return Handle(in, asked, std::as_const(with));
        },
        [&with = of.with, success = of.at.about.success](const auto& outcome) {
            if (outcome)
                After(std::as_const(with), *outcome);
            return answer(outcome, success);
        });
}

template <auto Prepare, auto Handle>
void serve_prepared(endpoint::exchange&& of)
{
    using made = shape_of<Handle>;
    auto asked = read_call<typename made::query, typename made::body>(of);
    if (!asked)
        return of.ask.answer(refuse(asked.error()));
    auto kept = std::make_shared<call<typename made::query, typename made::body>>(std::move(*asked));
    endpoint::prepare(
        of.with, base::work_lane::passwords, std::move(of.ask),
        [&with = of.with, kept] {
            const auto index = with.writer.published();
            return Prepare(preparing{*index, with.throttle}, *kept);
        },
        [&with = of.with, kept, success = of.at.about.success](net::ticket ask, auto made_ready) {
            if (!made_ready)
                return ask.answer(refuse(made_ready.error()));
            endpoint::write(
                with, std::move(ask),
                [kept, prepared = std::move(*made_ready)](store::transaction& in) {
                    return Handle(in, *kept, prepared);
                },
                [success](const auto& outcome) { return answer(outcome, success); });
        },
        refuse_errc);
}

template <class Query>
void write_query(base::json_writer& json)
{
    endpoint::for_each_field<Query>([&]<class Owner, class Member>(const endpoint::field<Owner, Member>& f) {
        write_parameter(
            json, f.name, "query", f.needed != endpoint::presence::optional, f.meaning,
            [](base::json_writer& into, const void* within) {
                endpoint::write_schema<Member>(into, *static_cast<const endpoint::constraint*>(within));
            },
            &f.within);
    });
}

template <class Message>
void write_message(base::json_writer& json)
{
    endpoint::write_schema<Message>(json);
}

template <class Answer>
void write_success(base::json_writer& json, unsigned status)
{
    json.name(std::to_string(status)).open_object().name("description").text("Done.");
    if constexpr (!std::is_same_v<Answer, nothing>) {
        json.name("content").open_object().name("application/json").open_object().name("schema");
        endpoint::write_schema<Answer>(json);
        json.close_object().close_object();
    }
    json.close_object();
}

template <auto Handle>
constexpr endpoint::route row(std::string_view name, net::verb method, std::string_view path,
                              endpoint::needs who, std::string_view summary, unsigned success,
                              void (*serve)(endpoint::exchange&&))
{
    using made = shape_of<Handle>;
    using answer = typename written<typename made::answer>::type;
    constexpr bool has_body = !std::is_same_v<typename made::body, nothing>;
    constexpr bool is_silent = std::is_same_v<answer, nothing>;
    return {name,
            method,
            path,
            who,
            has_body                   ? body_most
            : method == net::verb::get ? 0
                                       : empty_body_most,
            serve,
            refuse_request,
            {summary, is_silent ? 204 : success, write_query<typename made::query>,
             has_body ? write_message<typename made::body> : nullptr, write_success<answer>}};
}

}  // namespace detail

// Handle: base::result<Answer>(reading, const call<Query, Body>&).
template <auto Handle>
constexpr endpoint::route read(std::string_view name, std::string_view path, endpoint::needs who,
                               std::string_view summary)
{
    return detail::row<Handle>(name, net::verb::get, path, who, summary, 200, detail::serve_read<Handle>);
}

// Handle: base::result<Answer>(store::transaction&, const call<Query, Body>&), in a savepoint, perhaps more
// than once. `success` is 201 for what makes something; an answer of `nothing` is 204.
template <auto Handle>
constexpr endpoint::route write(std::string_view name, net::verb method, std::string_view path,
                                endpoint::needs who, std::string_view summary, unsigned success = 200)
{
    return detail::row<Handle>(name, method, path, who, summary, success, detail::serve_write<Handle>);
}

// Handle also takes `const endpoint::services&`. After: void(const endpoint::services&, const Answer&), once
// the commit is on disk; it must not wait.
template <auto Handle, auto After>
constexpr endpoint::route write_then(std::string_view name, net::verb method, std::string_view path,
                                     endpoint::needs who, std::string_view summary, unsigned success = 200)
{
    return detail::row<Handle>(name, method, path, who, summary, success,
                               detail::serve_write_then<Handle, After>);
}

// Prepare: base::result<Prepared>(const preparing&, const call<Query, Body>&) on a worker, for a password's
// hash; Handle then also takes `const Prepared&`.
template <auto Prepare, auto Handle>
constexpr endpoint::route prepared_write(std::string_view name, net::verb method, std::string_view path,
                                         endpoint::needs who, std::string_view summary,
                                         unsigned success = 200)
{
    return detail::row<Handle>(name, method, path, who, summary, success,
                               detail::serve_prepared<Prepare, Handle>);
}

}  // namespace gatehouse::api
