#include "ops/card_rereading.hpp"

#include "ops/client_registry.hpp"
#include "ops/credentials.hpp"
#include "store/credentials.hpp"
#include "support/store_room.hpp"

#include <gtest/gtest.h>

namespace gatehouse::ops {
namespace {

using enum model::card_format;

constexpr model::organization_id home{1};
constexpr model::client_id reader{1};
constexpr model::client_id other{2};

constexpr auto site = R"({"organizations": [{"key": "kg", "kind": "kindergarten", "name": "园"}],
  "clients": [{"protocol": "beiliao", "id": "a", "secret": "s", "card_format": "decimal"},
              {"protocol": "beiliao", "id": "b", "secret": "s", "card_format": "decimal"}],
  "licences": [{"client": "a", "organization": "kg", "code": "l"}]})";

class cards_of_a_client : public testing::Test {
protected:
    cards_of_a_client() { room.provision(site); }

    store::shown shown(std::string_view text, model::card_format as,
                       std::optional<model::client_id> read_by = reader)
    {
        store::shown made = store::shown_card(room.keys(), home, model::read_card_number(text, as)->canonical,
                                              text);
        made.read_by = read_by;
        return made;
    }

    void show(const store::shown& what)
    {
        room.write([&](store::transaction& in) { store::intern(in, what, room.clock.now()); });
    }

    model::credential_id bind(const store::shown& what)
    {
        model::credential made;
        room.write([&](store::transaction& in) {
            made.organization = home;
            made.presented = store::intern(in, what, room.clock.now());
            made = store::insert_credential(in, made, what.digest);
        });
        return made.id;
    }

    // The credential that a card finds; 0 where it finds none.
    std::int64_t found(const store::shown& what)
    {
        const model::credential* const held = store::find_credential(*room.writer().published(), what.digest);
        return held ? held->id.value : 0;
    }

    // "" or why not.
    std::string read_in(model::card_format format)
    {
        std::string why;
        room.write([&](store::transaction& in) {
            client_patch how;
            how.card_format = format;
            if (const auto changed = change_client(in, reader, how, {"test", room.clock.now()}); !changed)
                why = changed.error().message;
        });
        return why;
    }

    support::store_room room;
};

TEST_F(cards_of_a_client, are_found_as_the_other_format_reads_them)
{
    const auto first = bind(shown("00112233", decimal));
    const auto second = bind(shown("33221100", decimal));
    EXPECT_EQ(read_in(hex), "");
    EXPECT_EQ(found(shown("112233", hex)), first.value);
    EXPECT_EQ(found(shown("00112233", decimal)), 0);
    // These two change places.
    EXPECT_EQ(read_in(hex_reversed), "");
    EXPECT_EQ(found(shown("00112233", hex_reversed)), first.value);
    EXPECT_EQ(found(shown("112233", hex)), second.value);
    room.restart();
    EXPECT_EQ(found(shown("00112233", hex_reversed)), first.value);
    const auto sql = room.database().reader();
    for (const store::card_text& each : store::card_texts(*sql, room.keys(), home))
        EXPECT_TRUE(each.original == "00112233" || each.original == "33221100");
}

TEST_F(cards_of_a_client, change_nothing_where_two_would_be_one_or_one_none)
{
    const auto first = bind(shown("12", text));
    const auto second = bind(shown("0012", text));
    const auto third = bind(shown("gate", text));
    EXPECT_EQ(read_in(decimal), "");  // the format that it has
    EXPECT_EQ(read_in(hex), "Read in this format, credentials " + std::to_string(first.value) + " and " +
                                std::to_string(second.value) + " would be one card; credential " +
                                std::to_string(third.value) +
                                " would be no card number. Nothing was changed.");
    EXPECT_EQ(found(shown("12", text)), first.value);
    EXPECT_EQ(found(shown("0012", text)), second.value);
    EXPECT_EQ(found(shown("gate", text)), third.value);
}

TEST_F(cards_of_a_client, name_no_more_than_twenty_reasons)
{
    for (int i = 0; i < 25; ++i)
        bind(shown("gate " + std::to_string(i), text));
    const std::string why = read_in(hex);
    EXPECT_TRUE(why.ends_with("; and 5 more. Nothing was changed.")) << why;
}

TEST_F(cards_of_a_client, that_a_person_typed_or_another_brought_stay_what_they_are)
{
    const auto typed = bind(shown("100", decimal, {}));
    const auto brought = bind(shown("200", decimal, other));
    const auto read = bind(shown("300", decimal));
    EXPECT_EQ(read_in(hex), "");
    EXPECT_EQ(found(shown("100", decimal)), typed.value);
    EXPECT_EQ(found(shown("200", decimal)), brought.value);
    EXPECT_EQ(found(shown("300", hex)), read.value);
}

TEST_F(cards_of_a_client, go_before_texts_that_no_credential_stands_on)
{
    show(shown("10", text));
    const auto held = bind(shown("0010", text));
    show(shown("00010", text));
    show(shown("16", decimal, {}));
    EXPECT_EQ(read_in(hex), "");
    EXPECT_EQ(found(shown("10", hex)), held.value);
    const auto sql = room.database().reader();
    EXPECT_EQ(store::card_texts(*sql, room.keys(), home).size(), 4U);
}

TEST_F(cards_of_a_client, are_read_again_or_refused_by_a_provisioning_file_too)
{
    const auto held = bind(shown("10", decimal));
    const auto with = [](std::string_view format) {
        return R"({"clients": [{"protocol": "beiliao", "id": "a", "secret": "s", "card_format": ")" +
               std::string(format) + R"("}]})";
    };
    room.provision(with("hex"));
    EXPECT_EQ(found(shown("10", hex)), held.value);
    const auto word = bind(shown("gate", text));
    EXPECT_ANY_THROW(room.provision(with("decimal")));
    EXPECT_EQ(found(shown("10", hex)), held.value);
    EXPECT_EQ(found(shown("gate", text)), word.value);
}

}  // namespace
}  // namespace gatehouse::ops
