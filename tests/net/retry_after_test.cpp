#include "net/retry_after.hpp"

#include <gtest/gtest.h>

namespace gatehouse::net {
namespace {

// Thu, 28 May 2026 20:26:40 GMT
constexpr base::instant now = base::from_milliseconds(1'780'000'000'000);

TEST(retry_after, is_seconds_or_a_date)
{
    struct row {
        const char* value;
        std::optional<std::int64_t> seconds;
    };
    for (const row& r :
         {row{"0", 0}, row{"17", 17}, row{"00120", 120}, row{"99999999999999999999999", 2'147'483'647},
          row{"Thu, 28 May 2026 20:27:40 GMT", 60}, row{"Thursday, 28-May-26 20:27:40 GMT", 60},
          row{"Thu May 28 20:27:40 2026", 60}, row{"Thu, 28 May 2026 20:26:40 GMT", 0},
          row{"Wed, 27 May 2026 20:26:40 GMT", 0}, row{"", {}}, row{"-5", {}}, row{"1.5", {}}, row{"5s", {}},
          row{"soon", {}}, row{"Thu, 99 May 2026 20:26:40 GMT", {}}}) {
        const auto read = read_retry_after(r.value, now);
        EXPECT_EQ(read.has_value(), r.seconds.has_value()) << r.value;
        if (read && r.seconds) {
            EXPECT_EQ(read->count(), *r.seconds) << r.value;
        }
    }
}

}  // namespace
}  // namespace gatehouse::net
