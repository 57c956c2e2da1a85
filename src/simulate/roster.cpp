#include "simulate/roster.hpp"

#include <array>
#include <cstdio>
#include <set>
#include <string_view>

namespace gatehouse::simulate {
namespace {

// 24 bits in all, so that every format can print the whole number.
constexpr std::uint32_t unknown_bit = 1U << 23U;

constexpr std::array<std::string_view, 20> surnames{"王", "李", "张", "刘", "陈", "杨", "黄",
                                                    "赵", "吴", "周", "徐", "孙", "马", "朱",
                                                    "胡", "郭", "何", "林", "罗", "高"};
constexpr std::array<std::string_view, 24> given_names{
    "梓涵", "子轩", "欣怡", "浩然", "诗涵", "宇航", "雨桐", "俊熙", "可馨", "一诺", "奕辰", "思远",
    "佳怡", "沐阳", "若曦", "天佑", "梦琪", "博文", "语彤", "子墨", "安然", "嘉豪", "晨曦", "小雨"};
constexpr std::array<std::string_view, 5> kin{"妈妈", "爸爸", "奶奶", "爷爷", "外婆"};
constexpr std::array<std::string_view, 8> prefixes{"135", "136", "138", "139", "150", "158", "186", "189"};

template <std::size_t Count>
std::string pick(const std::array<std::string_view, Count>& from, std::mt19937_64& chance)
{
    return std::string(from[chance() % Count]);
}

// 00 after the prefix, so that they are seen to be made up; enough of them that two seeds hardly share one.
std::string make_phone(std::mt19937_64& chance, std::set<std::string>& taken)
{
    for (;;) {
        char last[8];
        std::snprintf(last, sizeof last, "%06u", static_cast<unsigned>(chance() % 1'000'000));
        std::string phone = pick(prefixes, chance) + "00" + last;
        if (taken.insert(phone).second)
            return phone;
    }
}

std::string make_card(std::mt19937_64& chance, std::set<std::uint32_t>& taken, model::card_format printed)
{
    for (;;) {
        const auto number = static_cast<std::uint32_t>(chance() % (unknown_bit - 1) + 1);
        if (taken.insert(number).second)
            return model::print_card_number(number, printed);
    }
}

}  // namespace

std::vector<simulated_child> make_children(std::size_t count, std::uint64_t seed, model::card_format printed)
{
    std::mt19937_64 chance(seed);
    std::set<std::string> phones;
    std::set<std::uint32_t> cards;
    std::vector<simulated_child> children(count);
    for (simulated_child& child : children) {
        child.face = chance();
        child.card = make_card(chance, cards, printed);
        const std::string name = pick(surnames, chance) + pick(given_names, chance);
        const std::size_t guardians = 1 + chance() % 3;
        for (std::size_t i = 0; i < guardians; ++i)
            child.told.push_back(
                {make_phone(chance, phones), name + std::string(kin[i == 0 ? chance() % 2 : i + 1])});
    }
    return children;
}

std::string make_unknown_card(std::mt19937_64& chance, model::card_format printed)
{
    return model::print_card_number(static_cast<std::uint32_t>(unknown_bit | chance() % unknown_bit),
                                    printed);
}

}  // namespace gatehouse::simulate
