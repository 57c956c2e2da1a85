#include "net/outgoing_call.hpp"

#include "base/text.hpp"
#include "net/ascii.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace gatehouse::net {
namespace {

namespace ip = boost::asio::ip;

// What a socket address names; nothing for a family that is no IP.
std::optional<ip::address> address_of(const curl_sockaddr& from)
{
    if (from.family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &from.addr, sizeof v4);
        return ip::address_v4(ntohl(v4.sin_addr.s_addr));
    }
    if (from.family == AF_INET6) {
        sockaddr_in6 v6{};
        // libcurl allots room for the longer address behind the struct's last member.
        std::memcpy(&v6, &from.addr, std::min<std::size_t>(sizeof v6, from.addrlen));
        ip::address_v6::bytes_type bytes{};
        std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
        return ip::address_v6(bytes, v6.sin6_scope_id);
    }
    return std::nullopt;
}

// What a header line says where it begins with the name; `name` ends with the colon.
std::optional<std::string_view> value_of(std::string_view line, std::string_view name)
{
    if (!same_ignoring_case(line.substr(0, name.size()), name))
        return std::nullopt;
    return base::trim(line.substr(name.size()));
}

curl_slist* list_of(const std::vector<std::string>& lines)
{
    curl_slist* list = nullptr;
    for (const std::string& line : lines) {
        curl_slist* const longer = curl_slist_append(list, line.c_str());
        if (!longer) {
            curl_slist_free_all(list);
            throw std::bad_alloc();
        }
        list = longer;
    }
    return list;
}

}  // namespace

outgoing_call::outgoing_call(const outgoing_options& options, outgoing_request what,
                             outgoing_client::done when_done)
    : options_(options),
      what_(std::move(what)),
      done_(std::move(when_done)),
      handle_(curl_easy_init())
{
    if (!handle_)
        throw std::bad_alloc();
    // curl asks before a big body whether it is wanted, and waits a second for the answer.
    what_.headers.emplace_back("Expect:");
    headers_.reset(list_of(what_.headers));
    if (options_.pinned)
        pinned_.reset(list_of(options_.pinned()));
    configure();
}

void outgoing_call::configure()
{
    CURL* const to = handle_.get();
    curl_easy_setopt(to, CURLOPT_PRIVATE, this);
    curl_easy_setopt(to, CURLOPT_URL, what_.url.c_str());
    curl_easy_setopt(to, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(to, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(to, CURLOPT_FOLLOWLOCATION, 0L);
    // The environment names no proxy for us: the guard would check the proxy's address instead.
    curl_easy_setopt(to, CURLOPT_PROXY, "");
    curl_easy_setopt(to, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(to, CURLOPT_USERAGENT, "Gatehouse");
    curl_easy_setopt(to, CURLOPT_HTTPHEADER, headers_.get());
    curl_easy_setopt(to, CURLOPT_RESOLVE, pinned_.get());
    configure_method();
    curl_easy_setopt(to, CURLOPT_TIMEOUT_MS, static_cast<long>(what_.deadline.count()));
    curl_easy_setopt(to, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(what_.connect_deadline.count()));
    curl_easy_setopt(to, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(to, CURLOPT_FRESH_CONNECT, what_.only_once ? 1L : 0L);
    // A name service that hangs must not hold this thread when the deadline has passed.
    curl_easy_setopt(to, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(to, CURLOPT_OPENSOCKETFUNCTION, &outgoing_call::open_socket);
    curl_easy_setopt(to, CURLOPT_OPENSOCKETDATA, this);
    curl_easy_setopt(to, CURLOPT_PREREQFUNCTION, &outgoing_call::before_request);
    curl_easy_setopt(to, CURLOPT_PREREQDATA, this);
    curl_easy_setopt(to, CURLOPT_WRITEFUNCTION, &outgoing_call::take_body);
    curl_easy_setopt(to, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(to, CURLOPT_HEADERFUNCTION, &outgoing_call::take_header);
    curl_easy_setopt(to, CURLOPT_HEADERDATA, this);
}

void outgoing_call::configure_method()
{
    CURL* const to = handle_.get();
    const bool is_post = what_.method == "POST";
    if (is_post || !what_.body.empty()) {
        curl_easy_setopt(to, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(what_.body.size()));
        curl_easy_setopt(to, CURLOPT_POSTFIELDS, what_.body.data());
    }
    if (!is_post)
        curl_easy_setopt(to, CURLOPT_CUSTOMREQUEST, what_.method.c_str());
}

bool outgoing_call::may_reach(const ip::address& what)
{
    if (what_.any_address || may_be_reached(what, options_.allowed) ||
        (what_.on_site && may_be_on_site(what, options_.allowed)))
        return true;
    barred_ = what.to_string();
    return false;
}

curl_socket_t outgoing_call::open_socket(void* self, curlsocktype, curl_sockaddr* to)
{
    auto& call = *static_cast<outgoing_call*>(self);
    const auto address = address_of(*to);
    if (!address || !call.may_reach(*address))
        return CURL_SOCKET_BAD;
    call.connected_ = true;
    return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

// A connection that is used again was opened for another request, which may have been allowed more.
int outgoing_call::before_request(void* self, char* remote, char*, int, int)
{
    auto& call = *static_cast<outgoing_call*>(self);
    boost::system::error_code error;
    const ip::address address = ip::make_address(remote, error);
    if (error || !call.may_reach(address))
        return CURL_PREREQFUNC_ABORT;
    call.connected_ = true;
    return CURL_PREREQFUNC_OK;
}

std::size_t outgoing_call::take_body(char* bytes, std::size_t size, std::size_t count, void* self)
{
    auto& call = *static_cast<outgoing_call*>(self);
    const std::size_t came = size * count;
    const std::size_t room = call.answer_most() - call.answer_.body.size();
    call.answer_.body.append(bytes, std::min(came, room));
    call.body_cut_ = came > room;
    return call.body_cut_ ? 0 : came;  // less than came ends the transfer
}

std::size_t outgoing_call::take_header(char* bytes, std::size_t size, std::size_t count, void* self)
{
    auto& call = *static_cast<outgoing_call*>(self);
    const std::string_view line(bytes, size * count);
    call.head_size_ += line.size();
    if (call.head_size_ > call.options_.answer_most)
        return 0;
    call.note_header(line.substr(0, line.find_last_not_of("\r\n") + 1));
    return line.size();
}

void outgoing_call::note_header(std::string_view line)
{
    if (line.starts_with("HTTP/")) {  // what came before was not the final answer
        answer_.retry_after.clear();
        answer_.cookie.clear();
    }
    if (const auto value = value_of(line, "retry-after:"))
        answer_.retry_after = *value;
    if (const auto value = value_of(line, "set-cookie:"); value && answer_.cookie.empty())
        answer_.cookie = base::trim(value->substr(0, value->find(';')));
}

outgoing_answer outgoing_call::answer_of(CURLcode code) const
{
    outgoing_answer answer = answer_;
    long status = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<unsigned>(status);
    if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && body_cut_)) {
        answer.end = outgoing_end::answered;
        return answer;
    }
    answer.end = outgoing_end::failed;
    answer.reason = code == CURLE_OPERATION_TIMEDOUT ? "no answer within the deadline"
                    : code == CURLE_WRITE_ERROR      ? "the head of the answer is too long"
                                                     : curl_easy_strerror(code);
    // Where another address of the host was tried and failed, the next attempt may find it well.
    const bool nothing_tried = !connected_ || code == CURLE_ABORTED_BY_CALLBACK;
    if (barred_ && nothing_tried) {
        answer.end = outgoing_end::refused;
        answer.reason = "the address " + *barred_ + " is not public and the operator has not allowed it";
    } else if (!connected_ && (code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_URL_MALFORMAT ||
                               code == CURLE_LOGIN_DENIED)) {
        answer.end = outgoing_end::refused;
        answer.reason = "the URL is not one of http or https without a user name";
    }
    return answer;
}

void outgoing_call::finish(CURLcode code)
{
    answer_ = answer_of(code);
    end(answer_.end, std::move(answer_.reason));
}

void outgoing_call::end(outgoing_end how, std::string reason)
{
    answer_.end = how;
    answer_.reason = std::move(reason);
    answer_.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                         began_);
    done_(std::move(answer_));
}

}  // namespace gatehouse::net
