#include "gateway/deli_host.hpp"

#include "base/log.hpp"
#include "ops/devices.hpp"
#include "ops/provision_devices.hpp"
#include "wire/deli/signature.hpp"

namespace gatehouse::gateway {
namespace {

constexpr std::string_view uplink_topic = "device";

// A device connected: it is known from here on, or it goes again.
class entering final : public store::write_job {
public:
    entering(std::shared_ptr<device_line> line, bool is_doubled, base::instant now)
        : line_(std::move(line)),
          is_doubled_(is_doubled),
          now_(now)
    {}

    bool run(store::transaction& in) override
    {
        const std::string device(line_->client_id());
        const auto* const product = store::find_product(in.index, device.substr(0, device.find('_')));
        if (!product)
            return false;
        ops::enter_device(in, device, *product, now_);
        ops::note_address(in, device, line_->address(), is_doubled_, now_);
        ops::note_presence(in, device, true, now_);
        return true;
    }
    void finish() noexcept override {}
    void fail(base::errc) noexcept override { line_->close(); }

private:
    std::shared_ptr<device_line> line_;
    bool is_doubled_;
    base::instant now_;
};

// A message on its way to the disk; what goes back leaves when it is there.
class receiving final : public store::intake_job {
public:
    receiving(store::writer& writer, ops::repeat_counts& repeats, std::shared_ptr<device_line> line,
              wire::deli::device_message what, const wire::deli::device_options& how,
              const base::clock& clock, settle outcome)
        : writer_(writer),
          repeats_(repeats),
          line_(std::move(line)),
          what_(std::move(what)),
          how_(how),
          clock_(clock),
          outcome_(std::move(outcome))
    {}

    std::vector<store::punch_draft> run(store::transaction& in) override
    {
        is_known_ = store::find_device(in.index, what_.device) != nullptr;
        if (!is_known_)
            return {};
        if (done_ > 0)
            return ops::take_in_more(in, what_.kept, done_);
        auto answer = wire::deli::answer_uplink(in, what_, how_, clock_.now());
        down_ = std::move(answer.down);
        return std::move(answer.punches);
    }
    void finish(std::span<const store::punch_outcome> outcomes) noexcept override
    {
        for (const store::punch_outcome& each : outcomes)
            ++(each.repeat ? repeated_ : fresh_);
        done_ += ops::seen_a_slice;
        if (is_known_ && done_ < what_.kept.seen.size()) {
            writer_.submit(store::writer::intake(std::make_unique<receiving>(std::move(*this))));
            return;
        }
        if (repeated_ > 0)
            repeats_.note(what_.device, repeated_, fresh_ == 0);
        if (is_known_)
            for (std::string& each : down_)
                line_->send(std::move(each));
        outcome_.later(is_known_);
    }
    void fail(base::errc) noexcept override { outcome_(false); }

private:
    store::writer& writer_;
    ops::repeat_counts& repeats_;
    std::shared_ptr<device_line> line_;
    wire::deli::device_message what_;
    const wire::deli::device_options& how_;
    const base::clock& clock_;
    settle outcome_;
    bool is_known_ = false;
    std::size_t done_ = 0;  // of whom it saw
    std::int64_t repeated_ = 0;
    std::int64_t fresh_ = 0;
    std::vector<std::string> down_;
};

// In constant time, but for the lengths.
bool is_same(std::string_view given, std::string_view right)
{
    if (given.size() != right.size())
        return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < right.size(); ++i)
        difference |= static_cast<unsigned char>(given[i]) ^ static_cast<unsigned char>(right[i]);
    return difference == 0;
}

bool has_account(const store::device_account& its, const connect_request& asked)
{
    const bool is_user = is_same(asked.user_name, its.user);
    return is_same(asked.password, its.password.reveal()) && is_user;
}

}  // namespace

connect_code deli_host::connect(const connect_request& asked)
{
    constexpr auto refused = connect_code::bad_user_name_or_password;
    if (asked.client_id.empty() || !asked.has_user_name || !asked.has_password)
        return refused;
    const auto in = writer_.published();
    const auto* const device = store::find_device(*in, std::string(asked.client_id));
    if (device && device->account)
        return has_account(*device->account, asked) ? connect_code::accepted : refused;
    const auto* const product = store::find_product(*in, std::string(asked.user_name));
    if (!product)
        return refused;
    if (!ops::is_device_id(asked.client_id) ||
        asked.client_id.substr(0, asked.client_id.find('_')) != asked.user_name)
        return connect_code::identifier_rejected;
    const std::string right = wire::deli::device_password(asked.client_id, asked.user_name, product->key);
    return wire::deli::same_signature(asked.password, right) ? connect_code::accepted : refused;
}

void deli_host::arrived(std::shared_ptr<device_line> line)
{
    bool is_doubled = false;
    {
        const std::scoped_lock held(mutex_);
        auto& place = lines_[std::string(line->client_id())];
        is_doubled = place && place->address() != line->address();
        place = line;
    }
    if (is_doubled)
        note_doubled(*line);
    // Before its messages: the lane keeps their order.
    writer_.submit(
        store::writer::write(std::make_unique<entering>(std::move(line), is_doubled, clock_.now())),
        store::lane::punches);
}

// Once: two that fight for one id do so for hours.
void deli_host::note_doubled(const device_line& line) const
{
    const auto in = writer_.published();
    const auto* const device = store::find_device(*in, std::string(line.client_id()));
    if (device && ops::may_hold_features(*device, clock_.now()))
        base::log(base::events::device_doubled, {{"device", line.client_id()}, {"source", line.address()}});
}

// Of one whose place another takes nobody hears: it stays until that one arrives.
void deli_host::left(device_line& line, bool taken_over)
{
    if (taken_over)
        return;
    const std::string device(line.client_id());
    {
        const std::scoped_lock held(mutex_);
        const auto found = lines_.find(device);
        if (found == lines_.end() || found->second.get() != &line)
            return;
        lines_.erase(found);
    }
    round_->left(device);
}

bool deli_host::may_subscribe(const device_line& line, std::string_view filter)
{
    const std::string device(line.client_id());
    const auto in = writer_.published();
    const auto* const product = store::find_product(*in, device.substr(0, device.find('_')));
    return product &&
           (filter == product->what.type || filter == product->what.type + "/" + product->what.model);
}

void deli_host::publish(const std::shared_ptr<device_line>& line, std::string_view topic, std::string payload,
                        settle outcome)
{
    if (topic != uplink_topic)
        return outcome(true);  // the gateway says so in the log
    writer_.submit(store::writer::intake(std::make_unique<receiving>(
        writer_, *repeats_, line,
        wire::deli::read_uplink(keys_, std::string(line->client_id()), payload, clock_.now()), how_.calls,
        clock_, std::move(outcome))));
}

void deli_host::begin(broadcaster& all)
{
    {
        const std::scoped_lock held(mutex_);
        all_ = &all;
    }
    leads_.emplace([this](const std::function<void()>&) { return round_; });
}

void deli_host::reached_at(std::vector<std::string> where)
{
    const std::scoped_lock held(mutex_);
    if (how_.addresses.empty())
        addresses_ = std::move(where);
}

std::vector<std::string> deli_host::addresses() const
{
    const std::scoped_lock held(mutex_);
    return addresses_;
}

bool deli_host::order(const std::string& device, const endpoint::device_order& what)
{
    return send(device, wire::deli::order_message(device, what, how_.logs, clock_.now()));
}

void deli_host::announce_firmware(std::string_view type, std::string_view model, std::string_view version)
{
    const std::scoped_lock held(mutex_);
    if (all_)
        all_->broadcast(wire::deli::firmware_topic(type, model),
                        wire::deli::firmware_notice(version, clock_.now()));
}

bool deli_host::is_online(const std::string& device) const
{
    return line_of(device) != nullptr;
}

bool deli_host::send(const std::string& device, std::string json)
{
    const auto line = line_of(device);
    return line && line->send(std::move(json));
}

bool deli_host::send_watched(const std::string& device, std::string json,
                             const std::function<void()>& arrived)
{
    const auto line = line_of(device);
    return line && line->send_watched(std::move(json), arrived);
}

std::shared_ptr<device_line> deli_host::line_of(const std::string& device) const
{
    const std::scoped_lock held(mutex_);
    const auto found = lines_.find(device);
    return found == lines_.end() ? nullptr : found->second;
}

}  // namespace gatehouse::gateway
