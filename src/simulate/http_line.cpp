#include "simulate/http_line.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <curl/curl.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <stdexcept>

namespace gatehouse::simulate {
namespace {

using namespace std::chrono_literals;

constexpr long call_most = 30'000;  // milliseconds
constexpr std::size_t answer_most = 1U << 20U;

void start_curl()
{
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK)
        throw std::runtime_error(curl_easy_strerror(started));
}

std::size_t take(char* bytes, std::size_t, std::size_t count, void* into)
{
    auto& text = *static_cast<std::string*>(into);
    if (text.size() + count > answer_most)
        return 0;
    text.append(bytes, count);
    return count;
}

bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '~';
}

boost::json::value read_json(std::string_view text)
{
    boost::system::error_code fault;
    auto value = boost::json::parse(text, fault);
    return fault ? boost::json::value{} : value;
}

}  // namespace

int line_answer::code(std::string_view named) const
{
    const auto* object = body.if_object();
    const auto* code = object ? object->if_contains({named.data(), named.size()}) : nullptr;
    return code && code->is_int64() ? static_cast<int>(code->get_int64()) : -1;
}

std::string text_of(const line_answer& answer)
{
    return "HTTP " + std::to_string(answer.status) + " " + boost::json::serialize(answer.body);
}

bool sleep_unless_stopped(const std::stop_token& stop, std::chrono::milliseconds how_long)
{
    std::mutex nobody_else;
    std::condition_variable_any woken;
    std::unique_lock hold(nobody_else);
    woken.wait_for(hold, stop, how_long, [] { return false; });
    return !stop.stop_requested();
}

void escape(std::string& out, std::string_view text)
{
    constexpr char digits[] = "0123456789ABCDEF";
    for (const char c : text) {
        if (is_unreserved(c)) {
            out.push_back(c);
            continue;
        }
        const auto octet = static_cast<unsigned char>(c);
        out.append({'%', digits[octet >> 4U], digits[octet & 15U]});
    }
}

void http_line::close_handle::operator()(void* handle) const
{
    curl_easy_cleanup(handle);
}

http_line::http_line(std::string_view url, const std::string& certificate, std::stop_token stop)
    : stop_(std::move(stop)),
      server_(url)
{
    start_curl();
    handle_.reset(curl_easy_init());
    if (!handle_)
        throw std::runtime_error("no memory for a connection");
    while (server_.ends_with('/'))
        server_.pop_back();
    if (!certificate.empty())
        curl_easy_setopt(handle_.get(), CURLOPT_CAINFO, certificate.c_str());
    curl_easy_setopt(handle_.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle_.get(), CURLOPT_TIMEOUT_MS, call_most);
    curl_easy_setopt(handle_.get(), CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle_.get(), CURLOPT_NOPROXY, "*");
    curl_easy_setopt(handle_.get(), CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(handle_.get(), CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle_.get(), CURLOPT_XFERINFODATA, this);
    curl_easy_setopt(
        handle_.get(), CURLOPT_XFERINFOFUNCTION,
        +[](void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
            return static_cast<http_line*>(self)->is_over() ? 1 : 0;
        });
}

// What is on its way when the day is stopped gets a moment to be answered.
bool http_line::is_over()
{
    if (!stop_.stop_requested())
        return false;
    const auto now = std::chrono::steady_clock::now();
    if (!leave_at_)
        leave_at_ = now + 2s;
    return now > *leave_at_;
}

http_line::attempt http_line::try_once(const request& what)
{
    attempt made;
    CURL* const handle = handle_.get();
    const std::string address = server_ + what.target;
    curl_slist* headers = nullptr;
    curl_easy_setopt(handle, CURLOPT_URL, address.c_str());
    curl_easy_setopt(handle, CURLOPT_HTTPGET, 1L);
    if (what.content_type) {
        headers = curl_slist_append(nullptr, ("Content-Type: " + std::string(what.content_type)).c_str());
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, what.body.data());
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(what.body.size()));
    }
    if (!what.bearer.empty())
        headers = curl_slist_append(headers, ("Authorization: Bearer " + what.bearer).c_str());
    if (!what.header.empty())
        headers = curl_slist_append(headers, what.header.c_str());
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, what.method);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &made.text);
    const CURLcode outcome = curl_easy_perform(handle);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, nullptr);
    curl_slist_free_all(headers);
    // libcurl repeats by itself what it had sent on a kept connection that turned out to be gone.
    long connects = 0;
    curl_easy_getinfo(handle, CURLINFO_NUM_CONNECTS, &connects);
    made.perhaps_twice = connects > 0 && connected_;
    connected_ = true;
    if (outcome != CURLE_OK) {
        fault_ = curl_easy_strerror(outcome);
        return made;
    }
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &made.status);
    constexpr long busy = 503;
    constexpr long too_often = 429;
    made.answered = made.status != busy && made.status != too_often;
    if (made.answered)
        return made;
    curl_off_t seconds = 0;
    curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &seconds);
    made.wait = std::clamp<std::chrono::milliseconds>(std::chrono::seconds(seconds), 1s, 60s);
    fault_ = "the server asks to wait: " + std::to_string(made.status);
    return made;
}

std::optional<line_answer> http_line::send(const request& what, std::chrono::milliseconds patience)
{
    const auto until = std::chrono::steady_clock::now() + patience;
    bool sent_before = false;
    for (std::chrono::milliseconds pause = 100ms;;
         pause = std::min<std::chrono::milliseconds>(pause * 2, 2s)) {
        const attempt made = try_once(what);
        if (made.answered)
            return line_answer{made.status, read_json(made.text), sent_before || made.perhaps_twice};
        sent_before = true;
        if (std::chrono::steady_clock::now() + made.wait > until ||
            !sleep_unless_stopped(stop_, std::max(pause, made.wait)))
            return std::nullopt;
    }
}

}  // namespace gatehouse::simulate
