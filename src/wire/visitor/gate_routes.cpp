#include "wire/visitor/gate_routes.hpp"

#include "base/log.hpp"
#include "endpoint/steps.hpp"
#include "ops/doors.hpp"
#include "ops/gate_passes.hpp"
#include "store/visits.hpp"
#include "wire/visitor/document.hpp"
#include "wire/visitor/envelope.hpp"
#include "wire/visitor/reading.hpp"

#include <array>

namespace gatehouse::wire::visitor {
namespace {

using base::errc;

// What is longer is no code; up to the route's limit it is recorded as every other try.
constexpr std::size_t code_body_most = 4096;
// Where nobody says which gate it is.
constexpr std::string_view nameless_gate = "gate";

// What was shown at a gate, for the log behind the answer: the gate does not wait for the disk.
class passage_record final : public store::append_job {
public:
    passage_record(store::punch_draft what, ops::gate_tries& known, ops::gate_tries::try_tag tag)
        : what_(std::move(what)),
          known_(known),
          tag_(tag)
    {}

    std::optional<store::punch_draft> decide(const store::index&) override { return what_; }
    void finish(const std::optional<store::punch_outcome>&) noexcept override {}
    void fail(errc) noexcept override
    {
        known_.remove(tag_);
        base::log(base::events::passage_lost);
    }

private:
    store::punch_draft what_;
    ops::gate_tries& known_;
    ops::gate_tries::try_tag tag_;
};

// What was shown at a gate; of a call that cannot be read, no pass and the fault.
struct shown_at_gate {
    caller by;
    read_code code{};
    std::optional<base::error> fault{};

    ops::shown_code at(model::door_id door) const { return {by.site, code.pass, code.visit, door, by.now}; }
};

// Whether it is recorded, or is about to be.
bool record(endpoint::services& with, store::punch_draft&& what, const base::digest& shown)
{
    ops::gate_tries& tries = with.visitors.tries;
    const auto tag = ops::gate_tries::tag_of(shown, what.what);
    if (tries.knows(tag))
        return true;
    auto job = std::make_unique<passage_record>(std::move(what), tries, tag);
    tries.add(tag);  // before it can fail
    if (with.writer.submit(store::writer::append(std::move(job)), store::lane::gate))
        return true;
    tries.remove(tag);
    return false;
}

// Decides from the index. What cannot be recorded does not open.
net::reply check(endpoint::services& with, const shown_at_gate& what, model::door_id door,
                 const ops::found_code& found)
{
    auto judged = ops::judge_pass(endpoint::current_index(with), what.at(door), found);
    if (!record(with, std::move(judged.draft), found.shown.digest))
        return refuse_errc(errc::overloaded);
    if (what.fault)
        return refused(*what.fault);
    return judged.refusal ? refuse_errc(*judged.refusal) : envelope(endpoint::nothing{});
}

// A pass that the index does not know is looked for in the database: one that was over long ago is told from
// a guessed one.
void check_at(endpoint::services& with, net::ticket ask, shown_at_gate what, model::door_id door)
{
    auto found = ops::find_code(endpoint::current_index(with), with.keys, what.at(door));
    if (!ops::may_be_former(what.at(door), found))
        return ask.answer(check(with, what, door, found));
    endpoint::read(
        with, std::move(ask),
        [found = std::move(found)](store::connection& sql) -> base::result<ops::found_code> {
            return ops::found_code{found.shown, store::find_former_pass(sql, found.shown.digest)};
        },
        [&with, what = std::move(what), door](const base::result<ops::found_code>& known) {
            return known ? check(with, what, door, *known) : refused(known.error());
        });
}

// A gate is the door of its key's name; the first call of a new one makes it.
void serve_check(endpoint::exchange&& of)
{
    auto by = find_caller(of.with, of.request, for_gates);
    if (!by)
        return of.ask.answer(refused(by.error()));
    shown_at_gate what{*std::move(by)};
    if (of.request.body.size() > code_body_most)
        what.fault = base::error{errc::malformed_input, "the body is too large"};
    else if (const auto asked = read_request<code_request, fields_in::body>(of.request))
        what.code = read_pass_code(asked->qrcode);
    else
        what.fault = asked.error();
    const std::string name = what.by.name.empty() ? std::string(nameless_gate) : what.by.name;
    const store::organization_entry& site = *endpoint::current_index(of.with).organization(what.by.site);
    if (const model::door* const door = store::find_door(site, name))
        return check_at(of.with, std::move(of.ask), std::move(what), door->id);
    struct at_made_door {
        model::door_id id;
        ops::found_code found;
    };
    endpoint::write(
        of.with, std::move(of.ask),
        [what, name](store::transaction& in) -> base::result<at_made_door> {
            auto found = ops::find_code(in.index, in.keys, what.at({}));
            if (ops::may_be_former(what.at({}), found))
                found.held = store::find_former_pass(in.sql, found.shown.digest);
            if (const model::door* const door = store::find_door(*in.index.organization(what.by.site), name))
                return at_made_door{door->id, std::move(found)};
            const auto made = ops::create_door(in, what.by.site, name, what.by.author());
            return made ? base::result<at_made_door>(at_made_door{made->id, std::move(found)}) : made.error();
        },
        [&with = of.with, what](const base::result<at_made_door>& at) {
            return at ? check(with, what, at->id, at->found) : refused(at.error());
        },
        store::lane::gate);
}

}  // namespace

std::span<const endpoint::route> gate_routes()
{
    static constexpr std::array table{
        endpoint::route{check_code_name,
                        net::verb::post,
                        "/v1/visit/qrcode",
                        endpoint::right::client,
                        body_most,
                        serve_check,
                        refuse_request,
                        {"Whether a QR code opens this gate now; every try is recorded.", 200, nullptr,
                         write_request<code_request>, write_answer<endpoint::nothing>}},
    };
    return table;
}

}  // namespace gatehouse::wire::visitor
