// The roster that a platform owns: schools, classes and people under its own ids, saved again and again.
// Every save that changes something is a deed of a run, so that the run can be undone (ops/roster_runs.hpp).
#pragma once

#include "base/result.hpp"
#include "model/organization.hpp"
#include "model/person.hpp"
#include "ops/author.hpp"
#include "store/roster_log.hpp"

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace gatehouse::ops {

// Ids are the platform's own.
struct school_draft {
    std::int64_t id = 0;
    std::string name;
    model::school_level level = model::school_level::other;
    std::string province;
    std::string city;
    std::string district;
};

struct class_draft {
    std::int64_t id = 0;
    std::int64_t school = 0;
    std::string name;
    std::string grade;
};

// What is left out stays as it is.
struct member_draft {
    std::int64_t id = 0;
    bool must_be_new = false;
    std::optional<std::string> name;
    std::optional<std::string> role;  // pupil, teacher
    std::optional<model::sex> sex;
    std::optional<std::int64_t> school;
    std::optional<std::int64_t> school_class;
};

enum class save_outcome : std::uint8_t { created, updated, unchanged };

struct saved {
    std::int64_t id = 0;  // ours; 0 where it would be made
    save_outcome outcome = save_outcome::unchanged;
    std::vector<std::string> changed;  // names of members
    model::organization_id organization{};
};

// Who calls, and in which run; `run` none: the client's current run of single calls.
struct roster_author {
    model::client_id client;
    author by;
    std::optional<model::roster_run_id> run{};
};

// Saves into a transaction; or, on a snapshot, says what saving would do and keeps that in mind for the rows
// that follow.
class school_roster {
public:
    school_roster(store::transaction& in, const roster_author& who);
    school_roster(store::connection& snapshot, const store::index& in, const roster_author& who);

    // One that was deleted less than model::remembered_for ago is the same again.
    // organization_unknown: the operator closed it.
    base::result<saved> save(const school_draft& what);
    // organization_unknown; unit_elsewhere: it is a class of another school.
    base::result<saved> save(const class_draft& what);
    // missing_parameter, with "name" or "school", where somebody new lacks it; conflict: stands though it
    // must be new; organization_unknown, unit_unknown; unit_elsewhere: a class of another school. Whoever
    // changes the school is somebody new there.
    base::result<saved> save(const member_draft& what);

private:
    using noun = std::variant<model::organization, model::unit, model::person>;
    struct standing {
        noun what;
        bool lives = true;  // else it was ended, and is known still
        bool named = true;  // whether the id means it now
        bool linked = false;
        model::roster_deed_id ended_by{};
    };

    std::optional<standing> find(store::external_kind kind, std::int64_t id);
    store::external_name name_of(store::external_kind kind, std::int64_t id) const;
    std::optional<standing> look_up(store::external_kind kind, const store::external_object& at, bool named);
    std::optional<standing> look_up_named(store::external_kind kind, store::external_object at);
    std::optional<model::organization> open_school(std::int64_t id);
    base::result<model::unit_id> class_in(model::organization_id home, std::int64_t id);
    base::result<model::organization> home_of(const member_draft& what,
                                              const std::optional<standing>& before);
    saved settle(store::external_kind kind, std::int64_t id, const standing* before, noun after,
                 const difference& changed);
    void write(const store::external_name& name, const standing* before, noun& after,
               const difference& changed);
    void leave(std::int64_t uid);
    // Or was, and came to nothing: what it named has been there all the time.
    bool is_held(model::roster_deed_id delete_deed) const;
    void withdraw(model::roster_deed_id delete_deed);

    store::transaction* in_ = nullptr;
    store::connection& sql_;
    const store::index& index_;
    const roster_author& who_;
    std::map<std::pair<store::external_kind, std::int64_t>, noun> planned_;
    std::int64_t next_planned_ = -1;
};

// What a deed leaves: its entry in the audit trail and in the run. `changed` can be taken back from there.
model::roster_deed_id note_deed(store::transaction& in, const roster_author& who, store::roster_deed what,
                                const difference& changed);

// What stands in the object's members, by their names in the difference of a deed.
difference compare(const model::organization& before, const model::organization& after);
difference compare(const model::unit& before, const model::unit& after);

}  // namespace gatehouse::ops
