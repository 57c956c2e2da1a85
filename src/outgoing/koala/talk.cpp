#include "outgoing/koala/talk.hpp"

#include "base/bytes.hpp"
#include "base/crypto.hpp"
#include "base/json_writer.hpp"
#include "base/percent.hpp"
#include "base/text.hpp"
#include "model/picture_format.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>

namespace gatehouse::outgoing::koala {
namespace {

using boost::json::object;
using boost::json::value;

constexpr std::size_t text_most = 20;         // characters that the host takes of a name, a phone …
constexpr std::size_t cookie_most = 4096;     // bytes
constexpr std::size_t list_most = 1U << 20U;  // bytes of a list that are read
constexpr std::int64_t refusals_most = 4;     // attempts that the host answered with an error of its own
constexpr std::int64_t page_size = 200;       // the newest come first
constexpr std::int64_t pages_most = 100;      // of a search; a host that has more is not searched for ever

std::int64_t seconds_of(base::instant at)
{
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

const value* member(const object& of, std::string_view name)
{
    return of.if_contains({name.data(), name.size()});
}

std::string text_at(const object& of, std::string_view name)
{
    const value* const found = member(of, name);
    return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::int64_t number_at(const object& of, std::string_view name)
{
    const value* const found = member(of, name);
    return found && found->is_int64() ? found->get_int64() : 0;
}

std::int64_t id_of(const value& data)
{
    return data.is_object() ? number_at(data.get_object(), "id") : 0;
}

std::string cut(std::string_view text)
{
    return ops::shortened(text, text_most);
}

// The host's own words, for people; not where they hold what must not be shown.
std::string shown(std::string_view desc, const base::secret& hidden)
{
    constexpr std::size_t most = 80;
    std::string text = ops::shortened(desc, most);
    if (base::has_control(text) || (!hidden.empty() && desc.find(hidden.reveal()) != std::string_view::npos))
        return {};
    return text;
}

}  // namespace

std::string url_of(std::string_view host)
{
    std::string url(base::trim(host));
    const std::string folded = base::fold_case(url);
    if (!folded.starts_with("http://") && !folded.starts_with("https://"))
        url.insert(0, "http://");
    while (url.ends_with('/'))
        url.pop_back();
    return url;
}

talk::talk(ops::face_entry what, base::secret password, std::string cookie, const deadlines& within)
    : what_(std::move(what)),
      password_(std::move(password)),
      cookie_(std::move(cookie)),
      within_(within),
      step_(cookie_.empty() ? step::log_in : first()),
      subject_(what_.known_as)
{}

// Whom the host has named itself is removed without a search.
talk::step talk::first() const
{
    return what_.leaves && !what_.known_as.empty() ? step::remove : step::look_up;
}

std::string_view talk::name_of(step what)
{
    static constexpr std::array<std::string_view, 6> names{"the login",         "the search",  "the photo",
                                                           "the guest's entry", "the removal", "the end"};
    return names[static_cast<std::size_t>(what)];
}

net::outgoing_request talk::request(std::string method, std::string path, std::string body) const
{
    net::outgoing_request made;
    made.url = url_of(what_.host) + path;
    made.on_site = true;
    made.connect_deadline = within_.connect;
    made.deadline = step_ == step::upload ? within_.photo : within_.call;
    made.answer_most = list_most;
    made.only_once = step_ == step::create;
    made.method = std::move(method);
    // Without it the host takes the login for a browser's and answers a page.
    made.headers = {"User-Agent: Koala Admin", "Accept: application/json"};
    if (step_ != step::log_in)
        made.headers.push_back("Cookie: " + cookie_);
    if (!body.empty() && step_ != step::upload)
        made.headers.emplace_back("Content-Type: application/json; charset=utf-8");
    made.body = std::move(body);
    return made;
}

std::string talk::subject_of() const
{
    std::string text;
    base::json_writer json(text);
    json.open_object().name("subject_type").number(1).name("name").text(cut(what_.name));
    json.name("phone").text(cut(what_.phone)).name("come_from").text(cut(what_.come_from));
    json.name("interviewee").text(cut(what_.interviewee)).name("purpose").number(what_.purpose);
    json.name("remark").text(cut(what_.remark)).name("description").text(what_.mark);
    json.name("start_time")
        .number(seconds_of(what_.starts_at))
        .name("end_time")
        .number(seconds_of(what_.ends_at));
    json.name("photo_ids").open_array();
    if (photo_ != 0)
        json.number(photo_);
    json.close_array();
    if (!what_.groups.empty()) {
        json.name("group_ids").open_array();
        for (const std::int64_t each : what_.groups)
            json.number(each);
        json.close_array();
    }
    json.close_object();
    return text;
}

std::optional<net::outgoing_request> talk::next() const
{
    switch (step_) {
    case step::log_in: {
        std::string body;
        base::json_writer(body)
            .open_object()
            .name("username")
            .text(what_.user)
            .name("password")
            .text(password_.reveal())
            .close_object();
        return request("POST", "/auth/login", std::move(body));
    }
    case step::look_up: {
        std::string path = "/mobile-admin/subjects/list?category=visitor&order=time&page=";
        path.append(std::to_string(page_)).append("&size=").append(std::to_string(page_size));
        // Whom it has named may stand there under another name by now.
        if (refusal_.empty())
            path.append("&name=").append(base::percent_encoded(cut(what_.name)));
        return request("GET", std::move(path));
    }
    case step::upload: {
        constexpr std::size_t random_size = 16;
        const std::string mark = base::to_hex(base::random_bytes(random_size));
        const bool is_png = model::sniff_picture(what_.photo) == model::picture_type::png;
        std::string body = "--" + mark +
                           "\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"photo.";
        body.append(is_png ? "png\"\r\nContent-Type: image/png" : "jpg\"\r\nContent-Type: image/jpeg");
        body.append("\r\n\r\n").append(what_.photo).append("\r\n--").append(mark).append("--\r\n");
        auto made = request("POST", "/subject/photo", std::move(body));
        made.headers.push_back("Content-Type: multipart/form-data; boundary=" + mark);
        return made;
    }
    case step::create: return request("POST", "/subject", subject_of());
    case step::remove: return request("DELETE", "/subject/" + subject_);
    case step::over: break;
    }
    return std::nullopt;
}

void talk::end(model::attempt_end how, std::string outcome)
{
    step_ = step::over;
    outcome_.end = how;
    outcome_.outcome = std::move(outcome);
}

// A session that an earlier talk began may be over, and the host says so in many ways: by a status, by its
// login page, by an error of its own. A new one is tried once.
void talk::fail(std::string why)
{
    if (step_ != step::log_in && !logged_in_) {
        cookie_.clear();
        step_ = step::log_in;
        return;
    }
    if (step_ == step::log_in)
        cookie_.clear();
    std::string outcome(name_of(step_));
    end(model::attempt_end::failed, outcome.append(" failed: ").append(why));
}

talk::said talk::read(const net::outgoing_answer& answer) const
{
    const auto wrong = [](std::string why, bool is_refusal = false) {
        return said{false, is_refusal, {}, 0, std::move(why)};
    };
    if (answer.status >= 300 && answer.status < 400)
        return wrong("the host answered " + std::to_string(answer.status) + "; a redirect is not followed");
    if (answer.status != 200)
        return wrong("the host answered " + std::to_string(answer.status));
    boost::json::error_code error;
    const value document = boost::json::parse(answer.body, error);
    if (error || !document.is_object())
        return wrong("the host's answer is not JSON");
    const object& envelope = document.get_object();
    const value* const code = member(envelope, "code");
    if (!code || !code->is_int64())
        return wrong("the host's answer has no code");
    if (code->get_int64() != 0)
        return wrong("the host answered " + std::to_string(code->get_int64()) + " " +
                         shown(text_at(envelope, "desc"), password_),
                     true);
    const value* const data = member(envelope, "data");
    const value* const page = member(envelope, "page");
    return {true,
            false,
            data ? *data : value(),
            page && page->is_object() ? number_at(page->get_object(), "total") : 0,
            {}};
}

void talk::take(const net::outgoing_answer& answer)
{
    outcome_.took += answer.took;
    outcome_.status.reset();
    if (answer.end == net::outgoing_end::stopped)
        return end(model::attempt_end::abandoned, answer.reason);
    if (answer.end == net::outgoing_end::refused)
        return end(model::attempt_end::refused, answer.reason);
    if (answer.end == net::outgoing_end::failed)
        return end(model::attempt_end::failed, answer.reason);
    outcome_.status = answer.status;
    const said what = read(answer);
    if (!what.is_right)
        return refuse(what);
    if (step_ == step::log_in) {
        if (answer.cookie.empty() || answer.cookie.size() > cookie_most)
            return fail("the host gave no session");
        cookie_ = answer.cookie;
        logged_in_ = true;
    }
    go_on(what);
}

// An error of the host's own is no better an hour later; anything else may be, as when the host starts.
void talk::refuse(const said& what)
{
    // That it does not know them, or another reason: only its list tells.
    if (step_ == step::remove && what.is_refusal && logged_in_ && refusal_.empty()) {
        refusal_ = what.why;
        page_ = 1;
        step_ = step::look_up;
        return;
    }
    fail(what.why);
    if (step_ == step::over && what.is_refusal)
        outcome_.attempts_most = refusals_most;
}

void talk::go_on(const said& what)
{
    const std::int64_t id = id_of(what.data);
    switch (step_) {
    case step::log_in:
        page_ = 1;
        step_ = first();
        return;
    case step::look_up: return go_on_after_look_up(what);
    case step::upload:
        if (id <= 0)
            return fail("the host's answer has no id");
        photo_ = id;
        step_ = step::create;
        return;
    case step::create:
        if (id <= 0)
            return fail("the host's answer has no id");
        outcome_.receipt = std::to_string(id);
        return end(model::attempt_end::delivered, "the host took the guest");
    case step::remove: return end(model::attempt_end::delivered, "the host removed the guest");
    case step::over: break;
    }
}

// What was sent before and whose answer was lost stands there: it is not sent twice.
void talk::go_on_after_look_up(const said& what)
{
    if (!what.data.is_array())
        return fail("the host's answer has no list");
    const auto& list = what.data.get_array();
    const auto found = std::find_if(list.begin(), list.end(), [this](const value& each) {
        return each.is_object() && is_ours(each.get_object());
    });
    if (found == list.end()) {
        const bool is_last = what.pages > 0 ? page_ >= what.pages
                                            : static_cast<std::int64_t>(list.size()) < page_size;
        if (!is_last && !list.empty()) {
            if (page_++ < pages_most)
                return;
            outcome_.attempts_most = refusals_most;
            return end(model::attempt_end::failed, "the search failed: the host lists too many");
        }
        if (what_.leaves)
            return end(model::attempt_end::delivered, "the host does not know the guest");
        step_ = what_.photo.empty() ? step::create : step::upload;
        return;
    }
    if (!refusal_.empty()) {
        step_ = step::remove;
        return refuse({false, true, {}, 0, refusal_});
    }
    subject_ = std::to_string(id_of(*found));
    if (what_.leaves) {
        step_ = step::remove;
        return;
    }
    outcome_.receipt = subject_;
    end(model::attempt_end::delivered, "the host knew the guest already");
}

bool talk::is_ours(const object& subject) const
{
    const std::int64_t id = number_at(subject, "id");
    if (!what_.known_as.empty())
        return std::to_string(id) == what_.known_as;
    // A host that keeps no description, and entries that were made without one, have none.
    const std::string mark = text_at(subject, "description");
    return id > 0 && (mark.empty() || mark == what_.mark) && text_at(subject, "name") == cut(what_.name) &&
           text_at(subject, "phone") == cut(what_.phone) &&
           number_at(subject, "start_time") == seconds_of(what_.starts_at) &&
           number_at(subject, "end_time") == seconds_of(what_.ends_at);
}

}  // namespace gatehouse::outgoing::koala
