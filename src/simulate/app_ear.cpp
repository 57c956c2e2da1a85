#include "simulate/app_ear.hpp"

#include "base/bytes.hpp"
#include "base/legacy_digest.hpp"
#include "base/text.hpp"
#include "simulate/day.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/url/parse.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstring>
#include <optional>

namespace gatehouse::simulate {
namespace {

namespace json = boost::json;

constexpr int told_by_machine = 405;
constexpr std::size_t message_most = 2U << 20U;
constexpr std::string_view taken = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

sockaddr_in address_in(std::string_view webhook)
{
    const auto url = boost::urls::parse_uri({webhook.data(), webhook.size()});
    if (!url || url->scheme_id() != boost::urls::scheme::http ||
        url->host_type() != boost::urls::host_type::ipv4)
        throw no_day("the app cannot be played at " + std::string(webhook));
    sockaddr_in made{};
    made.sin_family = AF_INET;
    made.sin_addr.s_addr = htonl(url->host_ipv4_address().to_uint());
    constexpr std::uint16_t usual = 80;
    made.sin_port = htons(url->has_port() ? url->port_number() : usual);
    return made;
}

// A header's value; its name in lower case, its end as it comes.
std::string header_in(const std::string& head, const std::string& name)
{
    const std::string folded = base::fold_case(head);
    const std::size_t at = folded.find("\r\n" + name + ":");
    if (at == std::string::npos)
        return {};
    const std::size_t from = folded.find_first_not_of(' ', at + name.size() + 3);
    return folded.substr(from, folded.find("\r\n", from) - from);
}

// Head and body, as they come; nothing where they do not end.
std::optional<std::pair<std::string, std::string>> read_request(int connection)
{
    std::string text;
    std::array<char, 16384> piece{};
    std::size_t body = std::string::npos;
    std::size_t length = 0;
    while (body == std::string::npos || text.size() < body + length) {
        const ssize_t count = recv(connection, piece.data(), piece.size(), 0);
        if (count <= 0 || text.size() > message_most)
            return std::nullopt;
        text.append(piece.data(), static_cast<std::size_t>(count));
        const std::size_t end = text.find("\r\n\r\n");
        if (body != std::string::npos || end == std::string::npos)
            continue;
        body = end + 4;
        const std::string said = header_in(text.substr(0, body), "content-length");
        std::from_chars(said.data(), said.data() + said.size(), length);
    }
    return std::pair{text.substr(0, body), text.substr(body, length)};
}

std::string text_in(const json::object& of, std::string_view name)
{
    const auto* const found = of.if_contains(name);
    if (found && found->is_int64())
        return std::to_string(found->get_int64());
    return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

}  // namespace

app_ear::app_ear(std::string_view webhook, const office_identity& who, checkin_ledger& judge)
    : who_(who),
      judge_(judge)
{
    const sockaddr_in at = address_in(webhook);
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    // The interface of sockets casts.
    if (bind(listener_, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0 ||
        ::listen(listener_, SOMAXCONN) != 0) {
        const std::string why = std::strerror(errno);
        close(listener_);
        throw no_day("the app cannot listen at " + std::string(webhook) + ": " + why);
    }
}

app_ear::~app_ear()
{
    close(listener_);
}

std::uint16_t app_ear::port() const
{
    sockaddr_in at{};
    socklen_t size = sizeof at;
    getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size);
    return ntohs(at.sin_port);
}

void app_ear::listen(const std::stop_token& stop)
{
    constexpr int glance = 100;  // milliseconds
    while (!stop.stop_requested()) {
        pollfd waiting{listener_, POLLIN, 0};
        if (poll(&waiting, 1, glance) <= 0)
            continue;
        const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0)
            continue;
        hear(connection);
        close(connection);
    }
}

void app_ear::hear(int connection)
{
    const timeval patience{2, 0};
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const auto request = read_request(connection);
    if (!request)
        return;
    judge(request->first, request->second);
    send(connection, taken.data(), taken.size(), MSG_NOSIGNAL);
}

void app_ear::judge(const std::string& head, const std::string& body)
{
    boost::system::error_code fault;
    const json::value read = json::parse(body, fault);
    const auto* const message = fault ? nullptr : read.if_object();
    if (!message)
        return judge_.wrong("a call to the app", "a message", body);
    const std::string action = text_in(*message, "action");
    const std::string signature = base::to_hex(
        base::md5(action + text_in(*message, "from") + text_in(*message, "to") +
                  std::string(who_.app_key.reveal()) + text_in(*message, "time")));
    if (header_in(head, "sig") != signature || text_in(*message, "to") != who_.app)
        return judge_.wrong("a call to the app", "to " + who_.app + ", sig " + signature, head + body);
    const auto* const data = message->if_contains("data");
    const auto* const users = data && data->is_object() ? data->get_object().if_contains("users") : nullptr;
    if (action == std::to_string(told_by_machine) && users && users->is_array())
        judge_.count(&machine_tally::told, static_cast<std::int64_t>(users->get_array().size()));
}

}  // namespace gatehouse::simulate
