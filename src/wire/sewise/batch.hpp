// The bulk form: schools, then classes, then users, each row on its own, a result for each.
#pragma once

#include "wire/sewise/handlers.hpp"

#include <array>
#include <string>
#include <variant>
#include <vector>

namespace gatehouse::wire::sewise {

inline constexpr std::size_t batch_rows_most = 5000;
inline constexpr std::size_t batch_bytes_most = std::size_t{16} << 20U;
inline constexpr std::array<std::string_view, 3> batch_lists{"organs", "classes", "users"};

struct user_order {
    member_order member;
    std::optional<model::clean_picture> picture;
    std::string cardnum;  // empty: none
};

struct batch_row {
    std::optional<endpoint::scalar> id;  // as it was sent
    base::result<std::variant<ops::school_draft, ops::class_draft, user_order>> what;
};

struct batch {
    std::vector<batch_row> rows;        // of all lists, in their order
    std::array<std::size_t, 3> ends{};  // behind which row each list ends
    bool dry_run = false;
};

// missing_parameter where there is no list of rows, or too many of them. What is wrong with one row is its
// own matter. Decodes pictures: for a worker.
base::result<batch> read_batch(const endpoint::json_view& from);

struct row_outcome {
    base::result<ops::saved> what;
    std::string message = "success";
    std::optional<store::data_key> key{};  // under which the row's picture is to be kept
};

row_outcome save_row(store::transaction& in, const ops::roster_author& who, const batch_row& row,
                     model::card_format card_format);
// What saving would do.
std::vector<row_outcome> compare_rows(store::connection& sql, const store::index& in,
                                      const store::keyring& keys, const ops::roster_author& who,
                                      model::card_format card_format, const batch& rows);

// `data` of the answer.
std::string write_outcomes(const batch& of, const std::vector<row_outcome>& outcomes);

}  // namespace gatehouse::wire::sewise
