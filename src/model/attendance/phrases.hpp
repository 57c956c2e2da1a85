// Every step a trace may take, by chapter: its rule, its words in English and in Chinese.
#pragma once

#include "model/attendance/trace.hpp"

namespace gatehouse::model::attendance::phrases {

// schedule and calendar
inline constexpr phrase zone{1, "the day is judged by the clock of {0}", "按 {0} 的时钟计算"};
inline constexpr phrase other_length{4, "the clock changes: {0} to {1} are {2} elapsed minutes",
                                     "时钟调整：{0} 至 {1} 实际经过 {2} 分钟"};
inline constexpr phrase planned_fixed{10, "shift {0}: {1} to {2}, {3} minutes from end to end",
                                      "班次 {0}：{1}–{2}，首尾相距 {3} 分钟"};
inline constexpr phrase planned_hours{27, "hours shift {0}: {3} needed between {1} and {2}",
                                      "工时班次 {0}：{1}–{2} 之间须满 {3} 分钟"};
inline constexpr phrase sections{11, "{0} sections", "共 {0} 个时段"};
inline constexpr phrase claim{13, "punches from {0} to {1} may belong to this day", "打卡窗口 {0} 至 {1}"};
inline constexpr phrase exempt{28, "exempt: planned is worked", "免打卡：按计划计出勤"};
inline constexpr phrase by_override{31, "the plan was set for this date: {0}", "临时排班：{0}"};
inline constexpr phrase by_swap{32, "the plan came by a swap: {0}", "调班：{0}"};
inline constexpr phrase by_rotation{33, "entry {1} of the rotation: {0}", "轮班第 {1} 位：{0}"};
inline constexpr phrase by_week{34, "the week of the group: {0}", "考勤组周班：{0}"};
inline constexpr phrase no_plan{35, "nothing is planned", "无排班"};
inline constexpr phrase chosen{30, "the first source that plans this date decides",
                               "按排班优先顺序取第一个来源"};
inline constexpr phrase not_employed_day{36, "not employed on this date", "当日未在职"};
inline constexpr phrase named_by_calendar{40, "the calendar names this date {0}", "日历标记：{0}"};
inline constexpr phrase calendar_off{41, "the calendar frees this date of the week's shift",
                                     "日历规定休息，周班不适用"};
inline constexpr phrase make_up{42, "a make-up workday takes the shift {0}", "调休上班日，按班次 {0}"};
inline constexpr phrase rotation_runs{43, "the rotation runs through the date off", "轮班不因节假日中断"};
inline constexpr phrase rotation_rests{43, "the rotation rests on the date off", "轮班逢节假日休息"};
inline constexpr phrase statutory{44, "a statutory holiday", "法定节假日"};
inline constexpr phrase unpublished{45, "no list of days off was published for this year",
                                    "本年度放假安排尚未发布"};
inline constexpr phrase skipped_clock{3, "{0} is skipped by the clock: the first instant after counts",
                                      "{0} 因夏令时不存在，取其后第一刻"};

// punches
inline constexpr phrase clock_corrected{50, "{0}: the device's clock differs by {1} min, counted at {2}",
                                        "{0} 的打卡：设备时钟相差 {1} 分钟，按 {2} 计"};
inline constexpr phrase clock_of_device{50, "{0}: the device's own time counts", "{0} 的打卡：按设备时间计"};
inline constexpr phrase clock_doubtful{51, "{0}: the device's clock is not known",
                                       "{0} 的打卡：设备时钟存疑"};
inline constexpr phrase seconds_dropped{5, "{0}: its {1} seconds are dropped", "{0} 的打卡：舍去 {1} 秒"};
inline constexpr phrase repeated{52, "{0}: sent again, it is the same punch", "{0} 的打卡：重复上报，同一次"};
inline constexpr phrase future{53, "{0}: later than its own receipt", "{0} 的打卡：晚于接收时间，不计"};
inline constexpr phrase outside_employment{54, "{0}: its day is outside employment",
                                           "{0} 的打卡：不在任职期内"};
inline constexpr phrase folded{55, "{0}: a double tap", "{0} 的打卡：连续打卡，并卡"};
inline constexpr phrase directions_differ{55, "{0}: soon after another, but the other way: kept",
                                          "{0} 的打卡：方向不同，不并卡"};
inline constexpr phrase widened{57, "approved overtime {0} to {1} widens the claim",
                                "已批加班 {0}–{1}，归属范围随之扩大"};
inline constexpr phrase one_claim{58, "{0}: inside the claim of this day only",
                                  "{0} 的打卡：仅在本日归属范围内"};
inline constexpr phrase nearest{59, "{0}: in several claims; the nearest point, {2} min away, is of {1}",
                                "{0} 的打卡：落在多个班次日内，离 {1} 的打卡点最近（{2} 分钟）"};
inline constexpr phrase equally_near{60, "{0}: equally near, the earlier day {1}",
                                     "{0} 的打卡：同样近，归较早的 {1}"};
inline constexpr phrase by_direction{61, "{0}: only points of its direction are asked",
                                     "{0} 的打卡：只比较同方向的打卡点"};
inline constexpr phrase civil_day_of{62, "{0}: in no claim, to its civil day",
                                     "{0} 的打卡：不在任何归属范围，归自然日"};
inline constexpr phrase outside_window{63, "{0}: outside the window of the shift",
                                       "{0} 的打卡：在打卡窗口之外"};
inline constexpr phrase not_allowed{164, "{0}: its credential was not valid", "{0} 的打卡：凭证无效"};
inline constexpr phrase late_upload{126, "{0}: received after the claim had closed",
                                    "{0} 的打卡：归属范围结束后才收到"};
inline constexpr phrase zone_kept{162, "without a shift the zone of the last shift day stays: {0}",
                                  "无班次，沿用上一班次日的时区 {0}"};
inline constexpr phrase attached{163, "{0}: counted from when it was attached", "{0} 的打卡：自归属之时起计"};
inline constexpr phrase repeated_hour{161, "{0}: the clock shows this hour twice, the first counts",
                                      "{0} 的打卡：该时刻出现两次，取第一次"};

// in and out
inline constexpr phrase earlier_section{64, "{0}: belongs to section {1}", "{0} 的打卡：归第 {1} 时段"};
inline constexpr phrase by_cut{23, "{0}: alone in the gap, the cut is at {1}",
                               "{0} 的打卡：时段间唯一，分界 {1}"};
inline constexpr phrase pair{65, "section {0}: in {1}, out {2}", "第 {0} 时段：上班 {1}，下班 {2}"};
inline constexpr phrase stay_decides{22,
                                     "section {0}: the two lie {1} minutes apart, the shortest stay is {2}",
                                     "第 {0} 时段：两次相隔 {1} 分钟，最短停留 {2}"};
inline constexpr phrase only_in{66, "section {0}: in {1}, no out", "第 {0} 时段：上班 {1}，缺下班卡"};
inline constexpr phrase only_out{66, "section {0}: no in, out {1}", "第 {0} 时段：缺上班卡，下班 {1}"};
inline constexpr phrase waived_in{67, "section {0}: no in is asked", "第 {0} 时段：免打上班卡"};
inline constexpr phrase waived_out{67, "section {0}: no out is asked", "第 {0} 时段：免打下班卡"};
inline constexpr phrase waived_by_shift{12, "section {0}: a punch is waived by the shift",
                                        "第 {0} 时段：班次免打卡"};
inline constexpr phrase waived_by_leave{25, "section {0}: the edge of leave is free",
                                        "第 {0} 时段：请假边缘免打卡"};
inline constexpr phrase inner_between{68, "{0}: between in and out", "{0} 的打卡：上下班之间"};
inline constexpr phrase inner_away{68, "away from {0} to {1}", "{0} 至 {1} 离开"};
inline constexpr phrase inner_odd{68, "{0}: an odd one, it deducts nothing", "{0} 的打卡：落单，不扣"};
inline constexpr phrase direction_in{69, "section {0}: read by direction", "第 {0} 时段：按方向取卡"};
inline constexpr phrase free_presence{70, "presence without a shift: {0} to {1}", "无班次在场：{0} 至 {1}"};
inline constexpr phrase free_single{70, "{0}: a single punch proves nothing",
                                    "{0} 的打卡：单卡，不能证明在场"};
inline constexpr phrase left_out{71, "{0} is left out: {1}", "{0} 的打卡不计：{1}"};
inline constexpr phrase break_punched{20, "the break was punched from {0} to {1}", "休息打卡 {0} 至 {1}"};
inline constexpr phrase break_presumed{20, "the break was not punched, it counts from {0}",
                                       "休息未打卡，按 {0} 起计"};
inline constexpr phrase break_unpaid{19, "the break from {0} to {1} is not planned",
                                     "{0}–{1} 休息，不计应出勤"};
inline constexpr phrase break_paid{19, "the break from {0} to {1} is paid", "{0}–{1} 带薪休息"};
inline constexpr phrase flexed{18, "arrival {0} moves the shift by {1} minutes",
                               "{0} 到岗，班次移动 {1} 分钟"};
inline constexpr phrase flex_stays{18, "the shift does not move", "弹性不适用，班次不移动"};
inline constexpr phrase rounded_in{21, "in {0} counts from {1}", "上班 {0} 按 {1} 计"};
inline constexpr phrase rounded_out{21, "out {0} counts until {1}", "下班 {0} 计至 {1}"};

// requests
inline constexpr phrase not_in_force{90, "a request of {0} is not in force", "{0} 的申请未生效"};
inline constexpr phrase corrected{91, "section {0}: corrected to {1}", "第 {0} 时段：补卡 {1}"};
inline constexpr phrase replaced{91, "{0}: replaced by the correction", "{0} 的打卡：被补卡取代"};
inline constexpr phrase on_leave{93, "leave {0} covers {1}", "请假（{0}）{1} 分钟"};
inline constexpr phrase half_day{94, "the half day divides at {0}", "半天以 {0} 为界"};
inline constexpr phrase on_trip{96, "a trip covers {0}", "出差 {0} 分钟"};
inline constexpr phrase trip_without_shift{96, "a trip changes nothing without a shift",
                                           "无班次，出差不改变结果"};
inline constexpr phrase trip_as_overtime{96, "a trip without a shift is {0} minutes of approved overtime",
                                         "无班次出差，{0} 分钟按已批加班计"};
inline constexpr phrase in_field{97, "field work covers {0}", "外勤 {0} 分钟"};
inline constexpr phrase overtime_asked{98, "overtime is approved from {0} to {1}", "已批加班 {0}–{1}"};
inline constexpr phrase counted_once{100, "{0} minutes were asked for twice and count once",
                                     "{0} 分钟重复申请，只计一次"};
inline constexpr phrase withdrawn{101, "a request of {0} was withdrawn", "{0} 的申请已撤回"};
inline constexpr phrase allowance{102, "daily allowance {0}", "每日哺乳时间 {0} 分钟"};

// the day
inline constexpr phrase covered{73, "leave and trip cover {0}", "请假、出差覆盖 {0} 分钟"};
inline constexpr phrase expected{74, "section {0}: expected from {1} to {2}", "第 {0} 时段：应在 {1} 至 {2}"};
inline constexpr phrase nothing_expected{74, "section {0}: nothing is expected", "第 {0} 时段：无须出勤"};
inline constexpr phrase field_in{75, "section {0}: field work stands for the in, until {1}",
                                 "第 {0} 时段：外勤代上班卡，至 {1}"};
inline constexpr phrase field_out{75, "section {0}: field work stands for the out, from {1}",
                                  "第 {0} 时段：外勤代下班卡，自 {1}"};
inline constexpr phrase field_alone{75, "section {0}: field work alone is the presence",
                                    "第 {0} 时段：仅以外勤为在场"};
inline constexpr phrase missed{76, "section {0}: {1} before the in, {2} after the out, {3} between",
                               "第 {0} 时段：上班前 {1}，下班后 {2}，中途 {3} 分钟"};
inline constexpr phrase forgiven_late{14, "section {0}: {1} late, within grace",
                                      "第 {0} 时段：晚到 {1} 分钟，在宽限内"};
inline constexpr phrase forgiven_early{14, "section {0}: {1} early, within grace",
                                       "第 {0} 时段：早走 {1} 分钟，在宽限内"};
inline constexpr phrase from_grace{15, "section {0}: counted from the end of grace, {1} are forgiven",
                                   "第 {0} 时段：自宽限结束起计，{1} 分钟不计"};
inline constexpr phrase after_late_out{26, "out {1} minutes late the day before: lateness counts from {0}",
                                       "前一日晚走 {1} 分钟，迟到自 {0} 起计"};
inline constexpr phrase forgiven{77, "{0} missed minutes are forgiven", "{0} 分钟按宽限计出勤"};
inline constexpr phrase late{78, "section {0}: late by {1}", "第 {0} 时段：迟到 {1} 分钟"};
inline constexpr phrase early{78, "section {0}: left {1} early", "第 {0} 时段：早退 {1} 分钟"};
inline constexpr phrase seriously_late{16, "section {0}: late by {1}, seriously",
                                       "第 {0} 时段：严重迟到 {1} 分钟"};
inline constexpr phrase absent_by_late{17, "section {0}: late by {1}, counted as absent",
                                       "第 {0} 时段：晚到 {1} 分钟，计旷工"};
inline constexpr phrase absent_by_early{17, "section {0}: left {1} early, counted as absent",
                                        "第 {0} 时段：早走 {1} 分钟，计旷工"};
inline constexpr phrase missing_in{79, "section {0}: the in is missing", "第 {0} 时段：上班缺卡"};
inline constexpr phrase missing_out{79, "section {0}: the out is missing", "第 {0} 时段：下班缺卡"};
inline constexpr phrase missing_counts{24, "{0} minutes, of which the missing punch leaves unknown, are {1}",
                                       "因缺卡无法判断的 {0} 分钟计为 {1}"};
inline constexpr phrase absent{80, "section {0}: no proof of presence, {1} absent",
                               "第 {0} 时段：无出勤证明，旷工 {1} 分钟"};
inline constexpr phrase account{82, "{0} {1}", "{0} {1} 分钟"};
inline constexpr phrase hours_counted{83, "{0} present in the band, {1} expected, {2} worked, {3} short",
                                      "带内在场 {0}，应有 {1}，实际 {2}，不足 {3} 分钟"};
inline constexpr phrase hours_absent{83, "no punch: {0} absent", "无打卡：旷工 {0} 分钟"};
inline constexpr phrase hours_unproven{83, "one punch: {0} unproven", "单次打卡：待核 {0} 分钟"};
inline constexpr phrase status_set{84, "status: {0}", "状态：{0}"};
inline constexpr phrase pending{85, "the claim is open until {0}", "归属范围至 {0} 才结束"};
inline constexpr phrase hinted{86, "hint: {0}", "提示：{0}"};

// overtime
inline constexpr phrase ot_kind{110, "{0} overtime minutes are of {1}", "{0} 分钟属于 {1}"};
inline constexpr phrase ot_mode{111, "overtime mode of {0}: {1}", "{0} 的加班方式：{1}"};
inline constexpr phrase ot_candidates{112, "overtime from {0} to {1}", "加班 {0} 至 {1}"};
inline constexpr phrase ot_free{113, "overtime without a shift: {0}", "无班次加班 {0} 分钟"};
inline constexpr phrase ot_break{114, "{0} fall into an overtime break", "{0} 分钟为加班休息，不计"};
inline constexpr phrase ot_limits{115, "{0}: {1} become {2}", "{0}：{1} 分钟计为 {2}"};
inline constexpr phrase ot_statutory{116, "{0} planned minutes on a statutory date count again",
                                     "法定节假日计划内出勤 {0} 分钟另计"};
inline constexpr phrase ot_system{117, "no daily overtime by the system of working hours: {0}",
                                  "工时制度不计日加班：{0}"};
inline constexpr phrase warned{118, "warning: {0}", "预警：{0}"};

}  // namespace gatehouse::model::attendance::phrases
