// An operation of our own API that brings punches: its answer and they stand in one commit.
#pragma once

#include "api/operation.hpp"

namespace gatehouse::api {
namespace detail {

// A handler's answer with punches to append, in the one commit.
template <auto Handle, auto Number>
class intake_call final : public store::intake_job {
public:
    intake_call(endpoint::exchange&& of, call_of<Handle> asked)
        : success_(of.at.about.success),
          ask_(std::move(of.ask)),
          asked_(std::move(asked))
    {}

    std::vector<store::punch_draft> run(store::transaction& in) override
    {
        outcome_.emplace(Handle(in, asked_));
        return *outcome_ ? std::move((*outcome_)->punches) : std::vector<store::punch_draft>{};
    }
    void finish(std::span<const store::punch_outcome> outcomes) noexcept override
    {
        if (!*outcome_)
            return ask_.answer(refuse(outcome_->error()));
        Number((*outcome_)->what, outcomes);
        ask_.answer_later(done((*outcome_)->what, success_));
    }
    void fail(base::errc why) noexcept override { ask_.answer(refuse_errc(why)); }

private:
    unsigned success_;
    net::ticket ask_;
    call_of<Handle> asked_;
    std::optional<base::result<typename shape_of<Handle>::answer>> outcome_;
};

template <auto Handle, auto Number>
void serve_intake(endpoint::exchange&& of)
{
    using made = shape_of<Handle>;
    auto asked = read_call<typename made::query, typename made::body>(of);
    if (!asked)
        return of.ask.answer(refuse(asked.error()));
    auto& writer = of.with.writer;
    writer.submit(std::make_unique<intake_call<Handle, Number>>(std::move(of), std::move(*asked)));
}

}  // namespace detail

// Handle: base::result<with_punches<Answer>>(store::transaction&, const call<Query, Body>&), in no savepoint:
// what it refuses it refuses before it writes. Number: void(Answer&, std::span<const store::punch_outcome>),
// after the commit.
template <auto Handle, auto Number>
constexpr endpoint::route intake(std::string_view name, std::string_view path, endpoint::needs who,
                                 std::string_view summary)
{
    return detail::row<Handle>(name, net::verb::post, path, who, summary, 200,
                               detail::serve_intake<Handle, Number>);
}

}  // namespace gatehouse::api
