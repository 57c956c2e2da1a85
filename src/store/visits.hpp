// Visits and their guests' passes: rows and index together. A pass stands here as a digest that finds it and
// as a sealed text that can be shown again.
#pragma once

#include "model/visit.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <span>
#include <vector>

namespace gatehouse::store {

// With the numbers that it and its guests were given.
model::visit insert_visit(transaction& in, model::visit what);
// Status, reason, the nda, and when they signed in and out; what gates know of its passes.
void update_visit(transaction& in, const model::visit& what);
// Is found no more, and its passes are nobody's; the rows stay for what names them.
void delete_visit(transaction& in, const model::visit& what, base::instant now);

// Visits of somebody say no more who that was.
void forget_host(transaction& in, model::person_id host);

// Gives each guest who has none yet a pass of 128 random bits.
void give_passes(transaction& in, model::visit& to, base::instant now);

// What the face host at an address calls a guest.
void put_face_host_id(transaction& in, model::guest_id guest, std::int64_t id, std::string_view host);
// They were taken out: it may give the number to another now.
void drop_face_host(transaction& in, model::guest_id guest);

// Deleted ones are not found. Passes are opened only where `keys` are given.
std::optional<model::visit> find_visit(connection& sql, const keyring* keys, model::visit_id id);

// What is left out does not matter. `name` and `interviewee` find a part of one.
struct visit_filter {
    model::organization_id organization;
    std::optional<std::string> proposer;
    std::optional<std::string> name;
    std::optional<std::string> phone;  // of the main visitor
    std::optional<std::string> interviewee;
    std::optional<std::string> interviewee_phone;
    std::optional<base::instant> starts_from;
    std::optional<base::instant> ends_until;
    std::optional<bool> authorised;
    std::optional<model::visit_status> status;
    std::optional<std::string> applied_from;
    std::optional<model::person_id> host;
    // Whose applications they are, whatever their phone and WeChat id were then, what was applied for in
    // their name as a host among it. Of what nobody known applied for, only what both `proposer` and
    // `applied_from` name.
    std::optional<model::person_id> applicant;
};

// Newest first, ids below `before` (0: from the newest), after leaving out `skip`.
std::vector<model::visit> find_visits(connection& sql, const keyring* keys, const visit_filter& which,
                                      std::int64_t before, std::int64_t skip, std::int64_t most);
std::int64_t count_visits(connection& sql, const visit_filter& which);

// In which the phone is the main visitor's or a companion's, and which touch the span.
std::vector<model::visit> visits_of_phone(connection& sql, model::organization_id organization,
                                          std::string_view phone, base::instant from, base::instant until);

// Guests whose visit is not over and was neither refused nor cancelled: what an entry of the block list is
// held against. Those of one visit stand together.
struct expected_guest {
    model::visit_id visit;
    model::guest who;  // name and phone
};
std::vector<expected_guest> guests_not_over(connection& sql, model::organization_id organization,
                                            base::instant now);

// Passes stand in the index until a while after their visit; what gates know of the others stands in its
// rows.
void load_passes(connection& sql, index& into);
std::optional<model::pass> find_former_pass(connection& sql, const base::digest& digest);
// Takes these out of the index; `ended_before` is kept for the next start.
void drop_passes(transaction& in, std::span<const base::digest> which, base::instant ended_before);

}  // namespace gatehouse::store
