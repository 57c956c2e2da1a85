#include "store/credentials.hpp"
#include "store/people.hpp"
#include "store/punches.hpp"
#include "support/store_room.hpp"

#include <gtest/gtest.h>

namespace gatehouse::ops {
namespace {

constexpr model::organization_id home{1};
constexpr model::credential_id card{1};
constexpr model::credential_id new_card{2};
constexpr model::person_id anna{1};
constexpr model::person_id bela{2};

// One number on cards, and who bears it: taps and attributions in a row.
class an_attribution : public testing::Test {
protected:
    an_attribution()
    {
        room_.provision(R"({"organizations": [{"key": "c", "kind": "community", "name": "园"}],
          "people": [{"organization": "c", "key": "a", "name": "Anna"},
                     {"organization": "c", "key": "b", "name": "Béla"}]})");
        room_.write([this](store::transaction& in) {
            shown_ = store::shown_card(in.keys, home, "n:01", "1");
            presented_ = store::intern(in, shown_, room_.clock.now());
        });
    }

    void tap()
    {
        room_.clock.set(room_.clock.now() + std::chrono::seconds(1));
        room_.write([this](store::transaction& in) {
            model::punch_number next{store::last_punch(in.sql).value + 1};
            std::vector<store::punch_draft> drafts(1);
            drafts[0].what = {home, {}, {}, {7}, model::punch_method::card, room_.clock.now(), {}, {}, 0};
            drafts[0].shown = shown_;
            store::append(in, drafts, next);
        });
    }
    void give(std::optional<model::credential_id> credential, std::optional<model::person_id> person)
    {
        room_.write([&](store::transaction& in) {
            store::attribute(in, home, presented_, credential, person, "test", {1}, room_.clock.now());
        });
    }
    // Whose the taps are, oldest first.
    std::string whose()
    {
        std::string names;
        const auto found = store::punches_before(*room_.database().reader(), room_.keys(), home, 0, 100);
        for (auto each = found.rbegin(); each != found.rend(); ++each)
            names.append(names.empty() ? "" : " ")
                .append(each->person_name.empty() ? "-" : each->person_name);
        return names;
    }

    support::store_room room_;

private:
    store::shown shown_;
    model::presented_id presented_;
};

TEST_F(an_attribution, that_is_the_first_takes_all_that_was_shown_before)
{
    tap();
    give(card, anna);
    tap();
    EXPECT_EQ(whose(), "Anna Anna");
}

TEST_F(an_attribution, of_a_bearer_who_is_set_later_takes_the_earlier_taps_of_the_card_that_nobody_bore)
{
    tap();
    give(card, std::nullopt);
    tap();
    EXPECT_EQ(whose(), "- -");
    give(card, anna);
    tap();
    EXPECT_EQ(whose(), "Anna Anna Anna");
}

TEST_F(an_attribution, to_somebody_else_takes_no_history_with_it)
{
    give(card, anna);
    tap();
    give(new_card, bela);
    tap();
    EXPECT_EQ(whose(), "Anna Béla");
    give(new_card, anna);
    tap();
    EXPECT_EQ(whose(), "Anna Béla Anna");
}

TEST_F(an_attribution, to_who_takes_a_number_that_was_given_back_takes_what_it_showed_since_then)
{
    give(card, anna);
    tap();
    give(std::nullopt, std::nullopt);
    tap();
    EXPECT_EQ(whose(), "Anna -");
    give(new_card, bela);
    tap();
    EXPECT_EQ(whose(), "Anna Béla Béla");
}

TEST_F(an_attribution, of_another_card_of_the_number_takes_nothing_from_the_one_that_nobody_bore)
{
    give(card, std::nullopt);
    tap();
    give(new_card, bela);
    tap();
    EXPECT_EQ(whose(), "- Béla");
}

TEST_F(an_attribution, stays_with_the_bearer_through_changes_of_the_bearer)
{
    give(card, std::nullopt);
    tap();
    give(card, anna);
    tap();
    give(card, bela);
    tap();
    give(card, std::nullopt);
    tap();
    give(card, anna);
    tap();
    EXPECT_EQ(whose(), "Anna Anna Béla Anna Anna");
}

}  // namespace
}  // namespace gatehouse::ops
