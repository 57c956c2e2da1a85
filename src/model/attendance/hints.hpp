// What would make a fault go away, cheapest first.
#pragma once

#include "model/attendance/section_account.hpp"

namespace gatehouse::model::attendance {

struct hint_facts {
    const section_facts& facts;
    const section_account& made;
    minutes moved{};  // by flex
    bool last = false;
};

void hint_section(const hint_facts& about, day_result& onto);

// Whether what a hint asks for can still be asked for.
void mark_possible(std::vector<hint>& hints, bool correction_allowed, bool locked);

}  // namespace gatehouse::model::attendance
