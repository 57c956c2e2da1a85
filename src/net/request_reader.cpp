#include "net/request_reader.hpp"

#include "base/assert.hpp"

#include <functional>

namespace gatehouse::net {
namespace {

// A reader is used again; more than this is given back.
constexpr std::size_t capacity_to_keep = 64 * 1024;

void empty(std::string& text)
{
    if (text.capacity() > capacity_to_keep)
        std::string().swap(text);
    text.clear();
}

}  // namespace

request_reader::progress request_reader::read(std::string_view bytes)
{
    GATEHOUSE_ASSERT(stage_ != stage::complete && stage_ != stage::refused);
    if (stage_ == stage::body)
        return read_body(bytes);
    if (stage_ == stage::chunks)
        return read_chunks(bytes);
    const std::size_t before = bytes.size();
    if (!skip_empty_line(bytes))
        return refuse({400, "malformed request line"});
    const std::size_t skipped = before - bytes.size();
    const progress done = read_head(bytes);
    return {done.now, done.consumed + skipped};
}

// One empty line before a request is skipped (RFC 9112, 2.2). False when a CR stands alone.
bool request_reader::skip_empty_line(std::string_view& bytes)
{
    while (lead_ != lead::passed && !bytes.empty()) {
        const char wanted = lead_ == lead::nothing ? '\r' : '\n';
        if (bytes.front() != wanted) {
            const bool is_alone = lead_ == lead::cr;
            lead_ = lead::passed;
            return !is_alone;
        }
        lead_ = lead_ == lead::nothing ? lead::cr : lead::passed;
        bytes.remove_prefix(1);
    }
    return true;
}

request_reader::progress request_reader::read_head(std::string_view bytes)
{
    const std::size_t already = kept_head_.size();
    std::string_view seen = bytes;
    if (already > 0) {
        // One byte over the limit is enough for the scanner to refuse.
        kept_head_.append(bytes.substr(0, max_head_size + 1 - already));
        seen = kept_head_;
    }
    const auto end = scanner_.scan(seen);
    if (scanner_.refused())
        return refuse(*scanner_.refused());
    if (!end) {
        if (already == 0)
            kept_head_.assign(bytes);
        return {state::more, bytes.size()};
    }
    return take_head(seen.substr(0, *end), *end - already);
}

request_reader::progress request_reader::take_head(std::string_view head, std::size_t consumed)
{
    head_bytes_ = head;
    if (const auto refused = parse_head(head, head_))
        return refuse(*refused);
    parsed_.method = head_.method;
    parsed_.method_text = head_.method_text;
    parsed_.target = head_.target;
    parsed_.path = head_.path;
    parsed_.query = head_.query;
    parsed_.headers = {head_.fields.data(), head_.field_count};
    if (!head_.has_body()) {
        complete({});
        return {state::complete, consumed};
    }
    stage_ = head_.is_chunked ? stage::chunks : stage::body;
    return {state::head, consumed};
}

bool request_reader::admit_body(std::size_t limit)
{
    is_admitted_ = true;
    chunks_ = chunk_decoder(limit);
    if (head_.content_length.value_or(0) <= limit)
        return true;
    refuse({413, "body too large"});
    return false;
}

request_reader::progress request_reader::read_body(std::string_view bytes)
{
    GATEHOUSE_ASSERT(is_admitted_);
    const std::size_t missing = static_cast<std::size_t>(*head_.content_length) - kept_body_.size();
    if (bytes.size() < missing) {
        keep_head();
        kept_body_.append(bytes);
        return {state::more, bytes.size()};
    }
    if (kept_body_.empty()) {
        complete(bytes.substr(0, missing));
    } else {
        kept_body_.append(bytes.substr(0, missing));
        complete(kept_body_);
    }
    return {state::complete, missing};
}

request_reader::progress request_reader::read_chunks(std::string_view bytes)
{
    GATEHOUSE_ASSERT(is_admitted_);
    const auto [now, consumed] = chunks_.read(bytes, kept_body_);
    switch (now) {
    case chunk_decoder::state::more: keep_head(); return {state::more, consumed};
    case chunk_decoder::state::done: complete(kept_body_); return {state::complete, consumed};
    case chunk_decoder::state::malformed: return refuse({400, "malformed chunk"});
    case chunk_decoder::state::too_large: return refuse({413, "body too large"});
    }
    return refuse({400, "malformed chunk"});
}

request_reader::progress request_reader::refuse(refusal why)
{
    why_ = why;
    stage_ = stage::refused;
    return {state::refused, 0};
}

void request_reader::complete(std::string_view body)
{
    parsed_.body = body;
    stage_ = stage::complete;
}

// The caller's memory goes away: take the head over and lead all views into the copy.
void request_reader::keep_head()
{
    if (head_bytes_.data() == kept_head_.data())
        return;
    kept_head_.assign(head_bytes_);
    const auto moved = [from = head_bytes_, to = kept_head_.data()](std::string_view& view) {
        // A view may also lead to a constant ("/" of an absolute target without path).
        const std::greater_equal<const char*> not_before;
        if (not_before(view.data(), from.data()) && not_before(from.data() + from.size(), view.data()))
            view = {to + (view.data() - from.data()), view.size()};
    };
    for (std::string_view* view : {&head_.method_text, &head_.target, &head_.path, &head_.query})
        moved(*view);
    for (std::size_t i = 0; i < head_.field_count; ++i) {
        moved(head_.fields[i].name);
        moved(head_.fields[i].value);
    }
    parsed_.method_text = head_.method_text;
    parsed_.target = head_.target;
    parsed_.path = head_.path;
    parsed_.query = head_.query;
    head_bytes_ = kept_head_;
}

void request_reader::reset()
{
    stage_ = stage::head;
    lead_ = lead::nothing;
    is_admitted_ = false;
    scanner_ = {};
    head_.field_count = 0;
    head_.method = verb::other;
    head_.target = head_.path = head_.query = {};
    head_.content_length.reset();
    head_.is_chunked = head_.is_http_1_0 = head_.keeps_alive = head_.expects_continue = false;
    empty(kept_head_);
    empty(kept_body_);
}

}  // namespace gatehouse::net
