// The models of machines that may connect, rows and index together.
#pragma once

#include "base/secret.hpp"
#include "model/device.hpp"
#include "store/transaction.hpp"

namespace gatehouse::store {

struct product_entry {
    model::product what;
    base::secret key;
};

// Null where there is none of this model.
const product_entry* find_product(const index& in, const std::string& model);
const product_entry* find_product(const index& in, model::product_id id);
// All of them, oldest first.
std::vector<const product_entry*> products_of(const index& in);
// Inserts, or replaces all but the time when it was made.
model::product_id put_product(transaction& in, product_entry what);

void load_products(connection& sql, const keyring& keys, index& into);

}  // namespace gatehouse::store
