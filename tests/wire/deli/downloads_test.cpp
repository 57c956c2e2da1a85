#include "ops/firmware.hpp"
#include "support/house.hpp"
#include "wire/deli/routes.hpp"

#include <gtest/gtest.h>

namespace gatehouse::wire::deli {
namespace {

std::string header_of(const net::reply& answer, std::string_view name)
{
    for (const auto& [each, value] : answer.headers)
        if (each == name)
            return value;
    return {};
}

std::string body_of(const net::reply& answer)
{
    if (!answer.source)
        return answer.body;
    std::string bytes(answer.source->size(), ' ');
    return answer.source->read(bytes, 0) ? bytes : "unreadable";
}

class a_download : public testing::Test {
protected:
    a_download()
    {
        home.provision(R"({"products": [{"model": "M", "type": "KQ", "key": "k"}]})");
        put("1.1", "0123456789", true);
        put("1.2", "not yet", false);
    }

    void put(const std::string& version, std::string_view bytes, bool published)
    {
        const std::string file = home.services().firmware.keep(bytes);
        home.write([&](store::transaction& in) {
            const ops::author by{"test", home.clock.now()};
            const auto made = ops::add_firmware(in,
                                                {{1},
                                                 version,
                                                 model::upgrade::normal,
                                                 file,
                                                 static_cast<std::int64_t>(bytes.size()),
                                                 "5"},
                                                by)
                                  .value();
            if (published)
                ops::publish_firmware(in, made.id, by).value();
        });
    }
    net::reply get(std::vector<net::header_field> headers = {}, const std::string& name = "M-1.1.bin")
    {
        return home.ask({.method = net::verb::get, .path = "/fw/" + name, .more = std::move(headers)});
    }

    support::house home{std::vector<endpoint::route>(routes().begin(), routes().end())};
};

TEST_F(a_download, is_the_whole_or_what_a_machine_still_misses)
{
    struct row {
        std::vector<net::header_field> headers;
        unsigned status;
        std::string_view range;
        std::string_view bytes;
    };
    const std::vector<row> rows{
        {{}, 200, "", "0123456789"},
        {{{"Range", "bytes=0-3"}}, 206, "bytes 0-3/10", "0123"},
        {{{"Range", "bytes=4-"}}, 206, "bytes 4-9/10", "456789"},
        {{{"range", "bytes=-2"}}, 206, "bytes 8-9/10", "89"},
        {{{"Range", "bytes=8-99"}}, 206, "bytes 8-9/10", "89"},
        {{{"Range", "bytes=10-"}}, 416, "bytes */10", ""},
        {{{"Range", "bytes=0-1,3-4"}}, 200, "", "0123456789"},
        {{{"Range", "bytes=4-"}, {"If-Range", R"("5")"}}, 206, "bytes 4-9/10", "456789"},
        {{{"Range", "bytes=4-"}, {"If-Range", R"("6")"}}, 200, "", "0123456789"},
        {{{"Range", "bytes=4-"}, {"If-Range", R"(W/"5")"}}, 200, "", "0123456789"},
        {{{"If-None-Match", R"("5")"}}, 304, "", ""},
        {{{"If-None-Match", R"("6")"}}, 200, "", "0123456789"},
    };
    for (const row& each : rows) {
        const net::reply answer = get(each.headers);
        EXPECT_EQ(answer.status, each.status) << each.range;
        EXPECT_EQ(header_of(answer, "Content-Range"), each.range);
        EXPECT_EQ(header_of(answer, "ETag"), R"("5")");
        EXPECT_EQ(header_of(answer, "Accept-Ranges"), "bytes");
        EXPECT_EQ(body_of(answer), each.bytes) << each.range;
    }
}

TEST_F(a_download, is_nothing_that_was_not_published)
{
    for (const char* const name : {"M-1.2.bin", "M-1.1", "M-9.bin", ".bin", "..bin", "M-1.1.bin.bin"})
        EXPECT_EQ(get({}, name).status, 404U) << name;
}

TEST_F(a_download, goes_on_for_who_reads_what_was_taken_away)
{
    const net::reply answer = get();
    home.write([&](store::transaction& in) {
        home.services().firmware.remove(
            ops::delete_firmware(in, {1}, {"test", home.clock.now()}).value().file);
    });
    EXPECT_EQ(body_of(answer), "0123456789");
    EXPECT_EQ(get().status, 404U);
}

}  // namespace
}  // namespace gatehouse::wire::deli
