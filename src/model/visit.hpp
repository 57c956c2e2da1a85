// A visit: who comes, to whom, when and why; and the pass that each guest shows at a gate.
#pragma once

#include "base/error.hpp"
#include "model/identifiers.hpp"
#include "model/named.hpp"
#include "model/punch.hpp"
#include "model/time_zone.hpp"

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace gatehouse::model {

enum class visit_status : std::uint8_t { pending, authorised, refused, cancelled };
template <>
inline constexpr std::array<std::string_view, 4> enumerator_names<visit_status>{"pending", "authorised",
                                                                                "refused", "cancelled"};

// A guest is no person of the organization: they are known by the visit that they come for.
struct guest {
    guest_id id;
    std::string name;
    std::string phone;
    std::string pass;               // 32 hex digits, once they signed in; never for whoever may not show it
    std::int64_t face_host_id = 0;  // what the face host calls them; 0 before it knows them
};

struct visit {
    visit_id id;
    organization_id organization;
    visit_status status = visit_status::pending;
    std::string proposer;  // the phone of whoever applied
    person_id host;        // whom they visit
    std::string interviewee;
    std::string interviewee_phone;
    std::int64_t purpose = 0;
    std::string come_from;
    std::string remark;
    base::instant starts_at;
    base::instant ends_at;
    std::string reason;        // why it was refused
    std::string applied_from;  // the WeChat id of the phone page that applied; empty: none
    std::optional<base::instant> signed_in_at;
    std::optional<base::instant> signed_out_at;
    base::instant created_at;
    std::vector<guest> guests;    // the main visitor first
    std::string department{};     // of the host, as it is now
    std::optional<nda_id> nda{};  // which text its guests agreed to
    // The employee whose page applied: a phone or a WeChat id may become another's.
    std::optional<person_id> applied_by{};
};

inline constexpr std::size_t companions_most = 20;
inline constexpr std::int64_t purposes = 5;
inline constexpr std::chrono::hours visit_most{30 * 24};
// A pass opens this long before its visit begins.
inline constexpr std::chrono::minutes pass_lead{30};

// What is wrong with the times of a new visit, in words; nothing where they can be kept.
std::optional<std::string_view> fault_of_times(base::instant starts_at, base::instant ends_at,
                                               base::instant now);

// Whether two guests are one: the same name, as names are compared, and phone. One phone may serve a family.
bool has_twins(const std::vector<guest>& guests);

// Which of the visits of a phone it signs in to: today's authorised one whose start is nearest. Otherwise why
// not: visit_pending, visit_cancelled (refused ones too), pass_over where today's are over, visit_none.
std::variant<visit_id, base::errc> choose_visit(std::span<const visit> of_phone, base::instant now,
                                                const time_zone& zone);

// What a gate must know of a guest's pass.
struct pass {
    organization_id organization;
    visit_id visit;
    guest_id guest;
    presented_id presented;
    base::instant starts_at;
    base::instant ends_at;  // the first instant at which it opens nothing more
    bool is_cancelled = false;
    bool is_signed_out = false;
};

// Nothing where it opens; visit_cancelled, pass_over, pass_early.
std::optional<base::errc> refusal_of(const pass& shown, base::instant at);
// Whether its picture may be fetched: it opens now, or will.
bool is_shown(const pass& held, base::instant at);

// Exactly 32 lower-case hex digits: the one form of a pass.
bool is_pass_text(std::string_view text);

// What guests agree to when they sign in; an empty text asks nothing.
struct nda {
    nda_id id;
    organization_id organization;
    std::string text;
    base::instant created_at;
};

// A visit whose host and times stand, and whose guests are still to say who they are, by a link.
struct invitation {
    invitation_id id;
    organization_id organization;
    person_id host;
    base::instant starts_at;
    base::instant ends_at;
    std::int64_t purpose = 0;
    std::string remark;
    std::optional<visit_id> visit;  // what became of it
    base::instant created_at;
};

// What a pass's QR code says: the visit and the 32 hex digits, as JSON. Empty where there is no pass.
std::string pass_code(visit_id of, std::string_view pass);

// Somebody who shall not come in: by phone, by name, or by another name of theirs.
struct blocked_visitor {
    blocked_visitor_id id;
    organization_id organization;
    std::optional<std::string> name;
    std::optional<std::string> phone;
    std::vector<std::string> aliases;
    std::string reason;
    base::instant created_at;
};

bool stops(const blocked_visitor& entry, const guest& who);

}  // namespace gatehouse::model
