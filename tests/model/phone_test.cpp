#include "model/phone.hpp"

#include <gtest/gtest.h>

namespace gatehouse::model {
namespace {

TEST(phone, of_the_mainland_has_eleven_digits_and_begins_with_13_to_19)
{
    for (const char second : {'3', '4', '5', '6', '7', '8', '9'})
        EXPECT_TRUE(is_mainland_mobile(std::string("1") + second + "000000000"));
    for (const std::string_view text :
         {"", "1", "1363224188", "136322418820", "10632241882", "11632241882", "12632241882", "03632241882",
          "23632241882", "+8613632241882", "136 3224188", "1363224188x", "x3632241882", "１３６",
          "1363224188\n", "１３６３２２４１８８２"})
        EXPECT_FALSE(is_mainland_mobile(text)) << text;
}

TEST(phone, as_people_type_it_is_brought_to_eleven_digits)
{
    for (const std::string_view text :
         {"13632241882", "+8613632241882", "+86 136 3224 1882", "86-136-3224-1882", "008613632241882",
          "(136)32241882", "１３６３２２４１８８２", "＋８６１３６３２２４１８８２", " 13632241882\t"})
        EXPECT_EQ(normalise_phone(text), "13632241882") << text;
}

TEST(phone, that_is_none_is_not_made_one)
{
    EXPECT_EQ(normalise_phone(""), "");
    EXPECT_EQ(normalise_phone("abc"), "abc");
    EXPECT_EQ(normalise_phone("8612345"), "8612345");
    EXPECT_EQ(normalise_phone("\xef\xbc"), "\xef\xbc");
    EXPECT_EQ(normalise_phone("萌1"), "萌1");
}

TEST(phone, is_shown_without_its_middle)
{
    EXPECT_EQ(mask_phone("13632241882"), "136****1882");
}

TEST(phone, of_another_form_is_not_shown_at_all)
{
    EXPECT_EQ(mask_phone(""), "");
    EXPECT_EQ(mask_phone("1363224188"), "**********");
    EXPECT_EQ(mask_phone("075512345678"), "************");
}

}  // namespace
}  // namespace gatehouse::model
