#include "store/data_folder.hpp"

#include "store/connection.hpp"

namespace gatehouse::store {

void refuse_half_restored(const std::filesystem::path& folder)
{
    if (std::filesystem::exists(folder / restoring_name))
        throw failure("a restore into " + folder.string() +
                      " did not come to its end: empty the folder and restore again");
}

}  // namespace gatehouse::store
