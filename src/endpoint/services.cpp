#include "endpoint/services.hpp"

namespace gatehouse::endpoint {

const store::index& current_index(const services& with)
{
    struct kept {
        std::uint64_t version = 0;
        std::shared_ptr<const store::index> index;
    };
    thread_local kept mine;
    const std::uint64_t version = with.writer.version();
    if (mine.version != version) {
        // Read before the index: a newer index under an older version is only fetched again.
        mine.version = version;
        mine.index = with.writer.published();
    }
    return *mine.index;
}

}  // namespace gatehouse::endpoint
