#include "gateway/session.hpp"

#include "base/log.hpp"
#include "gateway/loop.hpp"

#include <exception>

namespace gatehouse::gateway {
namespace {

// Answers to packets that came together gather up to this before they are sent.
constexpr std::size_t output_to_gather = 64 * 1024;
constexpr char first_byte_of_connect = 0x10;
// then further failing ones are answered 0x05.
constexpr ops::throttle_rule connect_failures{10, std::chrono::seconds(60)};

bool is_failure_of_client(connect_code code)
{
    return code == connect_code::identifier_rejected || code == connect_code::bad_user_name_or_password ||
           code == connect_code::not_authorized;
}

}  // namespace

session::session(loop& here, net::stream bytes, session_id id, const net::peer& source)
    : loop_(here),
      stream_(std::move(bytes)),
      id_(id),
      source_(source),
      talk_(here.bounds().rules),
      since_(here.now()),
      heard_(since_)
{}

session::~session()
{
    loop_.waits().forget(*this);
    loop_.shared().gate.return_memory(charged_);
}

bool session::reads() const
{
    return !is_ending_ && !is_closed_ && !is_finishing_ && talk_.takes_more() &&
           unsent_.size() - sent_of_unsent_ < loop_.bounds().unsent_to_pause;
}

void session::receive()
{
    const auto [how, bytes] = stream_.receive(loop_.input());
    if (how == net::transfer::over || how == net::transfer::unencrypted) {
        if (!stream_.is_open() || how == net::transfer::unencrypted)
            loop_.counts().add(count::handshake_failures);
        return close();
    }
    loop_.counts().add(count::bytes_in, bytes);
    if (bytes > 0)
        take_in({loop_.input().data(), bytes});
}

void session::take_in(std::string_view bytes)
{
    if (held_.empty()) {
        hold(consume(bytes));
    } else {
        held_.append(bytes);
        consume_held();
    }
    flush();
}

void session::consume_held()
{
    if (held_.empty() || !reads())
        return;
    std::string former = std::exchange(held_, {});
    const std::size_t rest = consume(former).size();
    if (rest == 0)
        return hold({});
    held_ = std::move(former);
    held_.erase(0, held_.size() - rest);
    hold(held_);
}

// While nothing was read, silence was ours.
void session::resume(bool was_reading)
{
    if (was_reading || !reads())
        return;
    heard_ = loop_.now();
    consume_held();
    flush();
}

// `rest` may be held_ itself.
void session::hold(std::string_view rest)
{
    if (is_ending_ || is_closed_)
        rest = {};
    net::admission& gate = loop_.shared().gate;
    if (charged_ > 0)
        gate.return_memory(std::exchange(charged_, 0));
    if (rest.empty())
        return std::string().swap(held_);
    if (!gate.take_memory(rest.size()))
        return give_up(count::out_of_memory);
    charged_ = rest.size();
    if (rest.data() != held_.data())
        held_.assign(rest);
}

std::string_view session::consume(std::string_view bytes)
{
    while (!bytes.empty() && reads()) {
        const std::size_t taken = take_packet(bytes);
        if (taken == 0)
            break;
        bytes.remove_prefix(taken);
        if (loop_.output().size() >= output_to_gather)
            flush();
    }
    return bytes;
}

// The bytes of the first packet; 0 where it is not whole, or nothing.
std::size_t session::take_packet(std::string_view bytes)
{
    const bool is_known = talk_.is_connected();
    if (!is_known && bytes.front() != first_byte_of_connect) {
        violate("a packet before CONNECT");
        return 0;
    }
    const auto length = packet_length(bytes,
                                      is_known ? loop_.bounds().packet : loop_.bounds().connect_packet);
    if (!length) {
        violate(length.error().message);
        return 0;
    }
    if (!*length || **length > bytes.size())
        return 0;
    const auto read = read_packet(bytes.substr(0, **length));
    if (!read) {
        violate(read.error().message);
        return 0;
    }
    heard_ = loop_.now();
    loop_.counts().add(count::packets);
    react(talk_.receive(*read, heard_, loop_.output()));
    return **length;
}

void session::react(const reaction& to)
{
    if (const auto* const what = std::get_if<arrival>(&to))
        return pass_on(*what);
    if (const auto* const asked = std::get_if<admission_wanted>(&to))
        return admit(asked->asked);
    if (const auto* const asked = std::get_if<permission_wanted>(&to))
        return ask_permission(asked->asked);
    if (const auto* const what = std::get_if<misdirected>(&to))
        return note_misdirected(what->topic);
    if (const auto* const over = std::get_if<ending>(&to)) {
        if (over->cause == ending_cause::violation)
            loop_.counts().add(count::violations);
        end_orderly();
    }
}

// An exception is one call's, not the connection's thread's.
template <class Call>
bool session::call_host(Call call)
{
    try {
        call(loop_.shared().host);
        return true;
    } catch (const std::exception& e) {
        loop_.counts().add(count::host_failures);
        base::log(base::events::job_failed, {{"reason", std::string_view(e.what())}});
        return false;
    }
}

void session::admit(const connect& asked)
{
    const connect_code code = ask_host(asked);
    loop_.counts().add_answer(code);
    const reaction next = talk_.admit(asked, code, loop_.output());
    if (talk_.is_connected())
        return arrive(asked);
    react(next);
}

connect_code session::ask_host(const connect& asked)
{
    if (!asked.is_spoken)
        return connect_code::unacceptable_protocol;
    const std::string address = source_.address.to_string();
    connect_code code = !is_client_id(asked.client_id) ? connect_code::identifier_rejected
                                                       : connect_code::server_unavailable;
    if (is_client_id(asked.client_id))
        call_host([&](device_host& host) {
            code = host.connect({asked.client_id, asked.user_name.value_or(std::string_view()),
                                 asked.password.value_or(std::string_view()), asked.user_name.has_value(),
                                 asked.password.has_value(), address});
        });
    const loop_environment& with = loop_.shared();
    if (is_failure_of_client(code) &&
        with.failures.failed(connect_failures, "mqtt", source_.network(), with.clock.now()))
        return connect_code::not_authorized;
    return code;
}

void session::arrive(const connect& asked)
{
    line_ = std::make_shared<line>(loop_.shared_letters(), id_, std::string(asked.client_id),
                                   source_.address.to_string(), loop_.bounds().down_waiting);
    loop_.counts().add(count::arrivals);
    // Written first: what the host sends at once comes behind CONNACK.
    const bool is_told = call_host([this](device_host&) {
        if (loop_.shared().devices.enter(line_))
            loop_.counts().add(count::taken_over);
    });
    if (!is_told)
        end_orderly();
}

void session::depart()
{
    if (!line_)
        return;
    loop_.counts().add(count::departures);
    const std::shared_ptr<line> gone = std::exchange(line_, nullptr);
    call_host([&](device_host&) { loop_.shared().devices.leave(*gone); });
}

void session::ask_permission(const subscribe& asked)
{
    std::vector<bool> allowed(asked.wanted.size());
    for (std::size_t i = 0; i < allowed.size(); ++i)
        if (!talk_.is_own(asked.wanted[i].filter))
            call_host(
                [&](device_host& host) { allowed[i] = host.may_subscribe(*line_, asked.wanted[i].filter); });
    talk_.grant(asked, allowed, loop_.output());
}

void session::pass_on(const arrival& what)
{
    loop_.counts().add(count::up_links);
    call_host([&](device_host& host) {
        host.publish(line_, what.topic, std::string(what.payload), settle(line_, what.number));
    });
}

void session::note_misdirected(std::string_view topic)
{
    loop_.counts().add(count::misdirected);
    if (!std::exchange(told_of_misdirected_, true))
        base::log(base::events::device_misdirected,
                  {{"device", line_->client_id()}, {"topic", topic.substr(0, 64)}});
}

void session::deliver(letter&& what)
{
    if (is_ending_ || is_closed_)
        return;
    const bool was_reading = reads();
    if (const auto* const outcome = std::get_if<settlement>(&what)) {
        if (!outcome->kept)
            loop_.counts().add(count::up_links_lost);
        react(talk_.settled(outcome->number, outcome->kept, loop_.output()));
    } else if (auto* const down = std::get_if<std::shared_ptr<const downlink>>(&what)) {
        loop_.counts().add(count::down_links);
        talk_.send(std::move(*down), loop_.now(), loop_.output());
    } else {
        end_orderly();
    }
    flush();
    resume(was_reading);
    settle_down();
}

void session::broadcast(const std::shared_ptr<const downlink>& what)
{
    if (is_ending_ || is_closed_ || !talk_.is_connected() ||
        !talk_.broadcast(what, loop_.now(), loop_.output()))
        return;
    loop_.counts().add(count::down_links);
    flush();
    settle_down();
}

// Sends what the loop's output has gathered for this session.
void session::flush()
{
    std::string& out = loop_.output();
    if (!unsent_.empty()) {
        unsent_.append(out);
        if (unsent_.size() - sent_of_unsent_ > loop_.bounds().unsent)
            give_up(count::slow_readers);
    } else if (!out.empty() && !is_closed_) {
        const auto [how, bytes] = stream_.transmit(out);
        loop_.counts().add(count::bytes_out, bytes);
        if (how == net::transfer::later) {
            unsent_.assign(out, bytes);
            full_since_ = progress_ = loop_.now();
            moved_ = 0;
        } else if (how == net::transfer::over) {
            close();
        }
    }
    if (out.capacity() > 16 * output_to_gather)
        std::string().swap(out);
    out.clear();
    if (const std::size_t released = talk_.take_released(); released > 0 && line_)
        line_->released(released);
}

void session::write_more()
{
    const bool was_reading = reads();
    const auto [how, bytes] = stream_.transmit(std::string_view(unsent_).substr(sent_of_unsent_));
    loop_.counts().add(count::bytes_out, bytes);
    sent_of_unsent_ += bytes;
    moved_ += bytes;
    if (bytes > 0)
        progress_ = loop_.now();
    if (how == net::transfer::over)
        return close();
    if (how == net::transfer::done) {
        std::string().swap(unsent_);
        sent_of_unsent_ = 0;
    } else if (sent_of_unsent_ > output_to_gather) {
        unsent_.erase(0, std::exchange(sent_of_unsent_, 0));
    }
    resume(was_reading);
}

}  // namespace gatehouse::gateway
