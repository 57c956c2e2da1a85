#include "model/attendance/terms.hpp"

#include <algorithm>
#include <span>

namespace gatehouse::model::attendance {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 23> status_terms{
    "正常", "迟到",     "严重迟到", "早退",   "离岗", "工时不足", "上班缺卡", "下班缺卡",
    "旷工", "部分旷工", "未结束",   "请假",   "出差", "外勤",     "已补卡",   "加班",
    "休息", "节假日",   "无排班",   "免打卡", "单卡", "时钟存疑", "未在职"};
static_assert(static_cast<std::size_t>(status::not_employed) + 1 == status_terms.size());

struct term {
    std::string_view code;
    std::string_view chinese;
};
constexpr std::array<term, 13> leave_terms{{{"annual", "年休假"},
                                            {"sick", "病假"},
                                            {"personal", "事假"},
                                            {"lieu", "调休"},
                                            {"marriage", "婚假"},
                                            {"bereavement", "丧假"},
                                            {"maternity", "产假"},
                                            {"paternity", "陪产假"},
                                            {"childcare", "育儿假"},
                                            {"nursing", "哺乳时间"},
                                            {"injury", "工伤假"},
                                            {"family", "探亲假"},
                                            {"public", "公假"}}};
constexpr std::array<term, 13> account_terms{{{"planned", "应出勤"},
                                              {"worked", "实际出勤"},
                                              {"late", "迟到"},
                                              {"early", "早退"},
                                              {"away", "离岗"},
                                              {"short", "工时不足"},
                                              {"unproven", "待核"},
                                              {"absent", "旷工"},
                                              {"trip", "出差"},
                                              {"field", "外勤"},
                                              {"ot_workday", "工作日加班"},
                                              {"ot_rest", "休息日加班"},
                                              {"ot_holiday", "节假日加班"}}};

std::string chinese_of(std::span<const term> among, std::string_view code)
{
    const auto found = std::find_if(among.begin(), among.end(),
                                    [&](const term& each) { return each.code == code; });
    return std::string(found == among.end() ? code : found->chinese);
}

}  // namespace

std::string_view term_of(status what, language in)
{
    return in == language::english ? name_of(what) : status_terms[static_cast<std::size_t>(what)];
}

std::string leave_term(std::string_view type, language in)
{
    return in == language::english ? std::string(type) : chinese_of(leave_terms, type);
}

std::string account_term(std::string_view name, language in)
{
    constexpr std::string_view leave = "leave.";
    if (in == language::english)
        return std::string(name);
    return name.starts_with(leave) ? leave_term(name.substr(leave.size()), in)
                                   : chinese_of(account_terms, name);
}

}  // namespace gatehouse::model::attendance
