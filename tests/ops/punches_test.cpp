#include "ops/punches.hpp"

#include <gtest/gtest.h>

namespace gatehouse::ops {
namespace {

using base::errc;
using model::punch_mark;
using std::chrono::minutes;

constexpr base::instant noon = base::from_milliseconds(1'780'000'000'000);
constexpr model::organization_id home{1};
constexpr model::unit_id open_class{1};
constexpr model::unit_id archived_class{2};
constexpr model::unit_id deleted_class{3};  // the index holds none that are deleted

class a_tap : public testing::Test {
protected:
    a_tap()
    {
        base::start_crypto();
        keys_.emplace(base::key::random());
        set_status(model::organization_status::open);
    }

    void set_status(model::organization_status status)
    {
        auto entry = std::make_shared<store::organization_entry>();
        entry->what = {home, "kindergarten", "园", "Asia/Shanghai", status, noon};
        entry->units = {{archived_class, home, {}, "class", "b", model::unit_status::archived, noon},
                        {open_class, home, {}, "class", "a", model::unit_status::active, noon}};
        in_.organizations.set(home, entry);
    }

    store::shown card(const std::string& number)
    {
        return store::shown_card(*keys_, home, "n:" + number, number);
    }

    // Binds it under presented 5; returns what a tap shows.
    store::shown bound(std::optional<model::unit_id> unit, const model::credential& like = {})
    {
        model::credential made = like;
        made.organization = home;
        made.presented = {5};
        made.unit = unit;
        in_.credentials.set(card("1").digest, made);
        return card("1");
    }

    static tap of(store::shown what, base::instant device_time = noon)
    {
        tap made;
        made.organization = home;
        made.shown = std::move(what);
        made.source = {7};
        made.device_time = device_time;
        made.received_at = noon;
        return made;
    }

    // "marks" or "refusal: marks".
    std::string verdict(const tap& what) const
    {
        const judged_tap judged = judge_tap(in_, what);
        std::string text(judged.refusal ? base::row_of(*judged.refusal).id : "taken");
        text += ":";
        for (const std::string_view name : model::names_of(judged.draft.what.marks))
            text.append(" ").append(name);
        return text;
    }

    store::index in_;

private:
    std::optional<store::keyring> keys_;
};

TEST_F(a_tap, of_a_bound_card_is_taken_with_what_the_index_knows)
{
    const judged_tap judged = judge_tap(in_, of(bound(open_class), noon - minutes(5)));
    EXPECT_EQ(judged.refusal, std::nullopt);
    EXPECT_FALSE(judged.draft.shown) << "the index knows what was presented";
    EXPECT_FALSE(judged.draft.picture);
    const model::punch& what = judged.draft.what;
    EXPECT_EQ(what.organization, home);
    EXPECT_EQ(what.presented, model::presented_id{5});
    EXPECT_EQ(what.device, model::device_id{});
    EXPECT_EQ(what.source, model::client_id{7});
    EXPECT_EQ(what.method, model::punch_method::card);
    EXPECT_EQ(what.device_time, noon - minutes(5));
    EXPECT_EQ(what.corrected_time, noon - minutes(5));
    EXPECT_EQ(what.received_at, noon);
    EXPECT_EQ(what.marks, 0);
}

TEST_F(a_tap, of_an_unknown_card_is_refused_and_kept_with_what_was_shown)
{
    const judged_tap judged = judge_tap(in_, of(card("9")));
    EXPECT_EQ(judged.refusal, errc::credential_unknown);
    EXPECT_EQ(judged.draft.what.presented, model::presented_id{});
    ASSERT_TRUE(judged.draft.shown);
    EXPECT_EQ(judged.draft.shown->original, "9");
}

TEST_F(a_tap, brings_its_picture_whatever_is_thought_of_it)
{
    for (const bool known : {true, false}) {
        tap with = of(known ? bound(open_class) : card("9"));
        with.picture = store::prepared_picture{home, {3}, {}, model::picture_type::png, 44};
        const judged_tap judged = judge_tap(in_, with);
        ASSERT_TRUE(judged.draft.picture);
        EXPECT_EQ(judged.draft.picture->key, model::data_key_id{3});
    }
}

TEST_F(a_tap, is_refused_for_what_is_wrong_first_and_bears_every_mark)
{
    const auto shown = bound(archived_class);
    tap worst = of(shown, noon + minutes(11));
    worst.picture_unreadable = true;
    EXPECT_EQ(verdict(worst), "time_invalid: unit_archived clock_ahead picture_unreadable");
    worst.shown = card("9");
    EXPECT_EQ(verdict(worst), "time_invalid: credential_unknown clock_ahead picture_unreadable");
    worst.device_time = noon;
    EXPECT_EQ(verdict(worst), "picture_invalid: credential_unknown picture_unreadable");
    worst.picture_unreadable = false;
    EXPECT_EQ(verdict(worst), "credential_unknown: credential_unknown");
    worst.shown = shown;
    EXPECT_EQ(verdict(worst), "credential_unknown: unit_archived");
}

TEST_F(a_tap, is_refused_for_its_organization_before_anything_else)
{
    tap worst = of(card("9"), noon + minutes(11));
    worst.picture_unreadable = true;
    const std::string marks = ": credential_unknown organization_closed clock_ahead picture_unreadable";
    set_status(model::organization_status::closed);
    EXPECT_EQ(verdict(worst), "organization_closed" + marks);
    EXPECT_EQ(verdict(of(bound(open_class))), "organization_closed: organization_closed");
    set_status(model::organization_status::deleted);
    EXPECT_EQ(verdict(worst), "organization_deleted" + marks);
    in_.organizations.erase(home);
    EXPECT_EQ(verdict(worst), "organization_deleted" + marks);
}

TEST_F(a_tap, may_run_ten_minutes_ahead_and_counts_at_its_receive_time_beyond)
{
    const auto shown = bound(open_class);
    EXPECT_EQ(verdict(of(shown, noon + minutes(10))), "taken:");
    const tap ahead = of(shown, noon + minutes(10) + std::chrono::milliseconds(1));
    EXPECT_EQ(verdict(ahead), "time_invalid: clock_ahead");
    EXPECT_EQ(judge_tap(in_, ahead).draft.what.corrected_time, noon);
    EXPECT_EQ(judge_tap(in_, ahead).draft.what.device_time, ahead.device_time);
    EXPECT_EQ(verdict(of(shown, base::from_milliseconds(0))), "taken:") << "however late it comes";
}

TEST_F(a_tap, needs_a_class_that_stands_where_its_card_has_one)
{
    EXPECT_EQ(verdict(of(bound(std::nullopt))), "taken:");
    EXPECT_EQ(verdict(of(bound(archived_class))), "credential_unknown: unit_archived");
    EXPECT_EQ(verdict(of(bound(deleted_class))), "credential_unknown: unit_archived");
}

TEST_F(a_tap, counts_for_nobody_where_its_card_has_lapsed)
{
    for (const auto status : {model::credential_status::lost, model::credential_status::suspended}) {
        model::credential lost;
        lost.status = status;
        EXPECT_EQ(verdict(of(bound(open_class, lost))), "credential_unknown: credential_unknown");
    }
    model::credential brief;
    brief.valid_until = noon;
    EXPECT_EQ(verdict(of(bound(open_class, brief))), "credential_unknown: credential_unknown");
    EXPECT_EQ(verdict(of(bound(open_class, brief), noon - minutes(1))), "taken:") << "when it was shown";
}

}  // namespace
}  // namespace gatehouse::ops
