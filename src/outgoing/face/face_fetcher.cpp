#include "outgoing/face/face_fetcher.hpp"

#include "base/log.hpp"
#include "ops/background.hpp"
#include "ops/faces.hpp"
#include "store/people.hpp"

#include <array>
#include <future>

namespace gatehouse::outgoing::face {
namespace {

constexpr std::int64_t at_once = 8;
constexpr std::chrono::seconds between_looks{1};
constexpr std::array pauses{std::chrono::minutes(1), std::chrono::minutes(5), std::chrono::minutes(25),
                            std::chrono::minutes(120)};

}  // namespace

std::variant<model::clean_picture, refusal> judge(const net::outgoing_answer& answer, std::int64_t attempts,
                                                  base::instant now)
{
    constexpr unsigned ok = 200;
    constexpr unsigned too_many = 429;
    constexpr unsigned theirs = 500;
    const auto again = [&](std::string why) {
        std::optional<base::instant> next;
        if (attempts < static_cast<std::int64_t>(pauses.size()))
            next = now + pauses[static_cast<std::size_t>(attempts)];
        return refusal{std::move(why), next};
    };
    if (answer.end == net::outgoing_end::refused)
        return refusal{answer.reason, std::nullopt};
    if (answer.end != net::outgoing_end::answered)
        return again(answer.reason);
    if (answer.status != ok) {
        std::string why = "the address answered " + std::to_string(answer.status);
        const bool may_help = answer.status == too_many || answer.status >= theirs;
        return may_help ? again(std::move(why)) : refusal{std::move(why), std::nullopt};
    }
    if (answer.body.size() > model::picture_bytes_most)
        return refusal{"the picture is larger than 2 MiB", std::nullopt};
    auto read = model::read_picture(answer.body);
    if (std::holds_alternative<model::picture_fault>(read))
        return refusal{"what came is no JPEG or PNG of at most 25 megapixels", std::nullopt};
    return std::get<model::clean_picture>(std::move(read));
}

face_fetcher::face_fetcher(store::database& db, store::writer& writer, const store::keyring& keys,
                           const store::picture_files& pictures, net::outgoing_client& through,
                           const base::clock& clock)
    : writer_(writer),
      keys_(keys),
      pictures_(pictures),
      through_(through),
      clock_(clock),
      sql_(db.reader()),
      thread_([this] { run(); })
{}

face_fetcher::~face_fetcher()
{
    stop();
}

void face_fetcher::stop()
{
    {
        const std::scoped_lock held(mutex_);
        stopping_ = true;
    }
    woken_.notify_all();
    through_.stop(std::chrono::milliseconds(0));
    if (thread_.joinable())
        thread_.join();
}

void face_fetcher::run()
{
    bool more = false;
    for (;;) {
        {
            std::unique_lock held(mutex_);
            if (woken_.wait_for(held, more ? std::chrono::seconds(0) : between_looks,
                                [this] { return stopping_; }))
                return;
        }
        try {
            more = fetch_due();
        } catch (const std::exception& e) {
            more = false;
            base::log(base::events::background_failed, {{"reason", std::string_view(e.what())}});
        }
    }
}

bool face_fetcher::fetch_due()
{
    const auto due = store::due_face_fetches(*sql_, keys_, clock_.now(), at_once);
    const auto answers = get_all(due);
    for (std::size_t i = 0; i < due.size(); ++i)
        if (answers[i].end != net::outgoing_end::stopped)
            settle(due[i], answers[i]);
    return !due.empty();
}

std::vector<net::outgoing_answer> face_fetcher::get_all(const std::vector<store::face_fetch>& what)
{
    std::vector<std::future<net::outgoing_answer>> coming;
    for (const store::face_fetch& each : what) {
        auto promise = std::make_shared<std::promise<net::outgoing_answer>>();
        coming.push_back(promise->get_future());
        net::outgoing_request request;
        request.url = each.address;
        request.headers = {"Accept: image/jpeg, image/png"};
        through_.get(std::move(request),
                     [promise](net::outgoing_answer answer) { promise->set_value(std::move(answer)); });
    }
    std::vector<net::outgoing_answer> answers;
    answers.reserve(coming.size());
    for (auto& each : coming)
        answers.push_back(each.get());
    return answers;
}

void face_fetcher::settle(const store::face_fetch& what, const net::outgoing_answer& answer)
{
    const auto judged = judge(answer, what.attempts, clock_.now());
    if (const auto* const picture = std::get_if<model::clean_picture>(&judged))
        return put(what, *picture);
    const auto& why = std::get<refusal>(judged);
    ops::run_behind(writer_, [&what, &why](store::transaction& in) {
        store::note_face_fetch(in, what, why.next, why.outcome);
    });
}

void face_fetcher::put(const store::face_fetch& what, const model::clean_picture& picture)
{
    const base::instant now = clock_.now();
    std::optional<store::data_key> key;
    ops::run_behind(writer_, [&](store::transaction& in) {
        key = store::data_key_of(in, store::key_purpose::person, what.organization, what.person.value, now);
    });
    if (!key)
        return;
    const auto kept = pictures_.keep(what.organization, *key, picture.type, picture.bytes);
    ops::run_behind(writer_, [&](store::transaction& in) {
        const auto person = store::find_person(in.sql, what.person);
        if (store::finish_face_fetch(in, what) && person)
            ops::give_face(in, *person, what.client, kept,
                           {"client " + std::to_string(what.client.value), now});
    });
}

}  // namespace gatehouse::outgoing::face
