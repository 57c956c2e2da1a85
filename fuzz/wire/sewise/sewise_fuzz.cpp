#include "base/assert.hpp"
#include "base/text.hpp"
#include "wire/sewise/batch.hpp"
#include "wire/sewise/envelope.hpp"

#include <cstdint>

namespace {

using namespace gatehouse;
using namespace gatehouse::wire::sewise;

void check_name(std::string_view name)
{
    GATEHOUSE_ASSERT(base::is_valid_utf8(name) && !base::has_control(name));
    GATEHOUSE_ASSERT(base::code_points(name) >= 1 && base::code_points(name) <= 64);
}

// What is refused says so with a status of the document.
void check_error(const base::error& why)
{
    const std::int64_t status = status_row_of(why.code).status;
    GATEHOUSE_ASSERT(status == 402 || status == 500);
    GATEHOUSE_ASSERT(!why.message.empty());
}

void check_member(const ops::member_draft& who)
{
    if (who.name)
        check_name(*who.name);
    GATEHOUSE_ASSERT(!who.role || *who.role == "pupil" || *who.role == "teacher");
}

void read_as_calls(const endpoint::json_view& body)
{
    if (const auto asked = read_members<school_request>(body)) {
        if (const auto draft = read_school(*asked)) {
            check_name(draft->name);
            check_name(draft->district);
        } else {
            check_error(draft.error());
        }
    } else {
        check_error(asked.error());
    }
    if (const auto asked = read_members<class_request>(body)) {
        if (const auto draft = read_class(*asked))
            check_name(draft->grade);
        else
            check_error(draft.error());
    }
    if (const auto asked = read_members<user_request>(body)) {
        const auto order = read_user(*asked);
        if (!order)
            return check_error(order.error());
        check_member(order->who);
        if (const auto* const text = std::get_if<face_text>(&order->face))
            if (const auto picture = read_face(*text))
                GATEHOUSE_ASSERT(picture->bytes.size() <= model::picture_bytes_most);
    }
}

// A row for a row, whatever stands in it.
void read_as_batch(const endpoint::json_view& body)
{
    const auto rows = read_batch(body);
    if (!rows)
        return check_error(rows.error());
    GATEHOUSE_ASSERT(rows->rows.size() <= batch_rows_most && rows->ends[2] == rows->rows.size());
    std::vector<row_outcome> outcomes;
    for (const batch_row& each : rows->rows)
        outcomes.push_back({each.what ? base::result<ops::saved>(ops::saved{1, {}, {"name"}, {}})
                                      : base::result<ops::saved>(each.what.error()),
                            "success", std::nullopt});
    const auto answer = endpoint::json_document::parse(write_outcomes(*rows, outcomes));
    GATEHOUSE_ASSERT(answer.has_value());
    std::size_t answered = 0;
    for (const std::string_view list : batch_lists)
        answered += answer->root().find(list)->size();
    GATEHOUSE_ASSERT(answered == outcomes.size());
}

}  // namespace

// A body, read as every call would; and the same text as an id.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto document = endpoint::json_document::parse(text);
    if (document && document->root().kind() == endpoint::json_kind::object) {
        read_as_calls(document->root());
        read_as_batch(document->root());
        const auto echoed = endpoint::json_document::parse(echo(text, 7));
        GATEHOUSE_ASSERT(echoed && echoed->root().kind() == endpoint::json_kind::object);
    }
    if (const auto id = read_id("id", std::string(text)))
        GATEHOUSE_ASSERT(*read_id("id", std::to_string(*id)) == *id);
    return 0;
}
