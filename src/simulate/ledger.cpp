#include "simulate/ledger.hpp"

#include <boost/json/serialize.hpp>

#include <iostream>

namespace gatehouse::simulate {
namespace {

constexpr int accepted = 0;
constexpr int card_unknown = 5106;
constexpr int time_refused = 5110;
// Live taps are forgotten after so many seconds; nothing repeats them later. Late ones lie before the start.
constexpr std::int64_t remembered = 900;

int due_code(tap_kind kind)
{
    switch (kind) {
    case tap_kind::unknown: return card_unknown;
    case tap_kind::ahead: return time_refused;
    default: return accepted;
    }
}

bool is_number(std::string_view text)
{
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// {"data": {…}, "errcode": …, "errmsg": …}, the data empty where it is an error.
bool has_shape(const line_answer& answer)
{
    constexpr long ok = 200;
    const auto* const object = answer.body.if_object();
    const auto* const data = object ? object->if_contains("data") : nullptr;
    const auto* const message = object ? object->if_contains("errmsg") : nullptr;
    if (answer.status != ok || !data || !data->is_object() || !message || !message->is_string())
        return false;
    const bool refused = answer.code() != accepted;
    return refused == data->get_object().empty() && refused != message->get_string().empty();
}

struct kept {
    std::string id;
    bool duplicate = false;
};

std::optional<kept> read_kept(const line_answer& answer)
{
    const auto& data = answer.body.at("data").get_object();
    const auto* const id = data.if_contains("id");
    const auto* const duplicate = data.if_contains("duplicate");
    if (!id || !id->is_string() || !is_number(id->get_string()) || !duplicate || !duplicate->is_bool())
        return std::nullopt;
    return kept{std::string(id->get_string()), duplicate->get_bool()};
}

}  // namespace

void tap_ledger::open(std::int64_t second, bool known)
{
    const std::lock_guard hold(guard_);
    opened_ = second;
    known_ = known;
}

bool tap_ledger::begin(const simulated_tap& tap)
{
    const std::lock_guard hold(guard_);
    const auto [at, fresh] = sent_.try_emplace({tap.second, tap.card});
    if (!fresh)
        return false;
    at->second.may_stand = known_ && tap.second <= opened_ + 1;
    if (tap.kind == tap_kind::live)
        forget_old(tap.second);
    return true;
}

bool tap_ledger::again(const simulated_tap& tap)
{
    const std::lock_guard hold(guard_);
    const auto at = sent_.find({tap.second, tap.card});
    if (at == sent_.end())
        return false;
    ++at->second.waiting;
    return true;
}

bool tap_ledger::has_answer(const simulated_tap& tap) const
{
    const std::lock_guard hold(guard_);
    const auto at = sent_.find({tap.second, tap.card});
    return at != sent_.end() && at->second.answers > 0;
}

void tap_ledger::forget_old(std::int64_t now)
{
    auto at = sent_.lower_bound({opened_, ""});
    while (at != sent_.end() && at->first.first < now - remembered)
        at = at->second.waiting == 0 ? sent_.erase(at) : std::next(at);
}

void tap_ledger::answered(const simulated_tap& tap, const line_answer& answer, bool after_answer)
{
    const std::lock_guard hold(guard_);
    record& of = sent_.at({tap.second, tap.card});
    --of.waiting;
    of.may_stand = of.may_stand || answer.sent_before;
    const int due = due_code(tap.kind);
    if (!has_shape(answer) || answer.code() != due) {
        of.may_stand = true;  // whatever it did: one fault is said once
        return report(tap, "errcode " + std::to_string(due), text_of(answer));
    }
    if (of.answers++ == 0)
        count_first(tap.kind);
    else
        ++tally_.repeats;
    if (due == accepted)
        judge_kept(tap, of, answer, after_answer);
}

void tap_ledger::judge_kept(const simulated_tap& tap, record& of, const line_answer& answer,
                            bool after_answer)
{
    const auto got = read_kept(answer);
    if (!got) {
        of.may_stand = true;
        return report(tap, "data with an id and duplicate", text_of(answer));
    }
    if (of.id.empty())
        of.id = got->id;
    if (of.id != got->id)
        return report(tap, "id " + of.id, text_of(answer));
    if (!got->duplicate && (after_answer || ++of.stored > 1))
        return report(tap, "duplicate: it was answered before", text_of(answer));
    if (of.waiting == 0 && of.stored == 0 && !of.may_stand) {
        of.may_stand = true;  // said once
        report(tap, "no duplicate: nobody has sent it before", text_of(answer));
    }
}

void tap_ledger::given_up(const simulated_tap& tap)
{
    const std::lock_guard hold(guard_);
    record& of = sent_.at({tap.second, tap.card});
    --of.waiting;
    of.may_stand = true;
    ++tally_.unanswered;
}

void tap_ledger::count_first(tap_kind kind)
{
    ++tally_.taps;
    tally_.late += kind == tap_kind::late ? 1 : 0;
    tally_.unknown += kind == tap_kind::unknown ? 1 : 0;
    tally_.ahead += kind == tap_kind::ahead ? 1 : 0;
}

void tap_ledger::count_picture()
{
    const std::lock_guard hold(guard_);
    ++tally_.pictures;
}

void tap_ledger::count_twin()
{
    const std::lock_guard hold(guard_);
    ++tally_.twins;
}

void tap_ledger::report(const simulated_tap& tap, std::string_view due, const std::string& got)
{
    ++tally_.wrong;
    std::cerr << "wrong answer to card " + tap.card + " at " + std::to_string(tap.second) + ": due " +
                     std::string(due) + ", got " + got + "\n";
}

void tap_ledger::wrong(std::string_view where, std::string_view due, std::string_view got)
{
    const std::lock_guard hold(guard_);
    ++tally_.wrong;
    std::cerr << "wrong answer to " + std::string(where) + ": due " + std::string(due) + ", got " +
                     std::string(got) + "\n";
}

simulation_tally tap_ledger::tally() const
{
    const std::lock_guard hold(guard_);
    return tally_;
}

}  // namespace gatehouse::simulate
