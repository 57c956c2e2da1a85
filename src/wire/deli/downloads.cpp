#include "wire/deli/downloads.hpp"

#include "base/log.hpp"
#include "endpoint/byte_range.hpp"
#include "endpoint/steps.hpp"
#include "store/firmware.hpp"

namespace gatehouse::wire::deli {
namespace {

constexpr std::string_view ending = ".bin";

// Some bytes of a file that several may be reading.
class file_part final : public net::body_source {
public:
    file_part(std::shared_ptr<const store::descriptor> file, endpoint::byte_range part)
        : file_(std::move(file)),
          part_(part)
    {}

    std::uint64_t size() const override { return part_.size; }
    bool read(std::span<char> into, std::uint64_t at) const noexcept override
    {
        try {
            file_->read_at(into, static_cast<std::int64_t>(part_.first + at));
            return true;
        } catch (const std::exception& e) {
            base::log(base::events::job_failed,
                      {{"route", "deli_firmware"}, {"reason", std::string_view(e.what())}});
            return false;
        }
    }

private:
    std::shared_ptr<const store::descriptor> file_;
    endpoint::byte_range part_;
};

// What the client said of what it has already.
struct asked_for {
    std::string range;
    std::string if_range;
    std::string if_none_match;
};

struct found_file {
    model::firmware what;
    std::shared_ptr<const store::descriptor> file;
};

std::string range_text(const endpoint::byte_range& part, std::int64_t whole)
{
    return "bytes " + std::to_string(part.first) + "-" + std::to_string(part.first + part.size - 1) + "/" +
           std::to_string(whole);
}

net::reply reply_with(const found_file& found, const asked_for& asked)
{
    const std::string tag = "\"" + found.what.md5 + "\"";
    net::reply with;
    with.headers.emplace_back("ETag", tag);
    with.headers.emplace_back("Accept-Ranges", "bytes");
    with.headers.emplace_back("Cache-Control", "no-cache");
    if (endpoint::names_tag(asked.if_none_match, tag)) {
        with.status = 304;
        return with;
    }
    const auto size = static_cast<std::uint64_t>(found.what.size);
    // Of another file than the one that it has a part of, it gets the whole.
    const bool is_same = asked.if_range.empty() || asked.if_range == tag;
    const auto wanted = endpoint::read_range(is_same ? asked.range : "", size);
    endpoint::byte_range part{0, size};
    if (std::holds_alternative<endpoint::unsatisfiable_range>(wanted)) {
        with.status = 416;
        with.headers.emplace_back("Content-Range", "bytes */" + std::to_string(size));
        return with;
    }
    if (const auto* const some = std::get_if<endpoint::byte_range>(&wanted)) {
        part = *some;
        with.status = 206;
        with.headers.emplace_back("Content-Range", range_text(part, found.what.size));
    }
    with.content_type = "application/octet-stream";
    with.source = std::make_shared<file_part>(found.file, part);
    return with;
}

base::result<found_file> find(store::connection& sql, const store::firmware_files& files,
                              const std::string& name)
{
    auto what = store::find_firmware(sql, name);
    if (!what || !what->published_at)
        return base::error{base::errc::not_found};
    auto file = files.open(what->file);
    if (!file)
        return base::error{base::errc::not_found};
    return found_file{*std::move(what), std::move(file)};
}

}  // namespace

void serve_firmware(endpoint::exchange&& of)
{
    const auto refuse = of.at.refuse;
    std::string_view name = of.path.front();
    if (!name.ends_with(ending))
        return of.ask.answer(refuse(404, "there is no such file"));
    name.remove_suffix(ending.size());
    const net::request& said = of.request;
    endpoint::read(
        of.with, std::move(of.ask),
        [&files = of.with.firmware, name = std::string(name)](store::connection& sql) {
            return find(sql, files, name);
        },
        [refuse, asked = asked_for{std::string(said.header("Range")), std::string(said.header("If-Range")),
                                   std::string(said.header("If-None-Match"))}](
            const base::result<found_file>& found) {
            if (found)
                return reply_with(*found, asked);
            const bool is_missing = found.error().code == base::errc::not_found;
            return refuse(is_missing ? 404 : 503, is_missing ? "there is no such file" : "try again");
        });
}

}  // namespace gatehouse::wire::deli
