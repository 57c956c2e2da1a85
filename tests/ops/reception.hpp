// A company that takes visitors, without any interface: what the tests of visits work on.
#pragma once

#include "ops/gate_passes.hpp"
#include "ops/visits.hpp"
#include "ops/wechat_bindings.hpp"
#include "support/audit.hpp"

#include <string>
#include <vector>

namespace gatehouse::ops::test {

inline constexpr model::organization_id company{1};
inline constexpr std::string_view host = "13811111111";

// "ok", or the error's name.
template <class Outcome>
std::string name_of(const Outcome& outcome)
{
    return outcome ? "ok" : std::string(base::row_of(outcome.error().code).id);
}

class reception {
public:
    reception()
    {
        room.provision(R"({
          "organizations": [{"key": "co", "kind": "company", "name": "公司",
                             "units": [{"key": "law", "name": "法务部", "kind": "department"}]}],
          "people": [{"organization": "co", "key": "e1", "name": "富贵", "phone": "13811111111", "unit": "law"},
                     {"organization": "co", "key": "p1", "name": "住户", "phone": "13833333333",
                      "role": "resident"},
                     {"organization": "co", "key": "p2", "name": "学生", "role": "pupil"}],
          "visitor": {"organization": "co"}})");
        seen_ = support::audit_of(room).size();
    }

    author by() const { return {"test", room.clock.now()}; }

    template <class Deed>
    auto in(Deed deed)
    {
        std::optional<std::invoke_result_t<Deed, store::transaction&>> made;
        room.write([&](store::transaction& tx) { made.emplace(deed(tx)); });
        return *std::move(made);
    }

    model::visit draft(std::chrono::minutes from = {}, std::chrono::minutes until = std::chrono::hours(2))
    {
        model::visit what;
        what.organization = company;
        what.proposer = "12345678";
        what.interviewee = "富贵";
        what.interviewee_phone = host;
        what.starts_at = room.clock.now() + from;
        what.ends_at = room.clock.now() + until;
        what.guests = {{{}, "张三", "12345678", {}}, {{}, "李四", "12345679", {}}};
        return what;
    }
    base::result<model::visit> apply(model::visit what, bool by_host = true)
    {
        return in([&](auto& tx) { return apply_for_visit(tx, {std::move(what), by_host}, by()); });
    }
    model::visit invited(std::chrono::minutes from = {}, std::chrono::minutes until = std::chrono::hours(2))
    {
        model::visit what = draft(from, until);
        what.proposer = host;
        return apply(std::move(what)).value();
    }
    base::result<model::visit> sign_in(std::string_view phone = "12345678",
                                       std::optional<model::nda_id> agreed = {})
    {
        return in([&](auto& tx) {
            return ops::sign_in(tx, *tx.index.organization(company), {std::string(phone), agreed}, by());
        });
    }
    model::visit find(model::visit_id id)
    {
        return store::find_visit(*room.database().reader(), &room.keys(), id).value();
    }

    judged_pass judge(const store::index& in, const shown_code& what)
    {
        return judge_pass(in, what, find_code(in, room.keys(), what));
    }
    // What a gate makes of a code; "opens" or why not.
    std::string show(std::string_view pass, std::optional<model::visit_id> of = {})
    {
        auto judged = judge(*room.writer().published(), {company, pass, of, {}, room.clock.now()});
        room.write([&](store::transaction& tx) {
            model::punch_number next{store::last_punch(tx.sql).value + 1};
            std::vector<store::punch_draft> drafts{judged.draft};
            store::append(tx, drafts, next);
        });
        return judged.refusal ? std::string(base::row_of(*judged.refusal).id) : "opens";
    }

    std::vector<std::string> news()
    {
        auto fresh = support::audit_of(room, seen_);
        seen_ += fresh.size();
        return fresh;
    }
    void pass(std::chrono::minutes time) { room.clock.set(room.clock.now() + time); }

    support::store_room room;

private:
    std::size_t seen_ = 0;
};

}  // namespace gatehouse::ops::test
