// What a request_reader makes of a connection's bytes, in one line per request, however they are split.
#pragma once

#include "net/request_reader.hpp"

#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::net::test {

class reader_transcript {
public:
    explicit reader_transcript(std::size_t body_limit) : body_limit_(body_limit) {}

    void feed(std::string_view piece)
    {
        // In memory of its own, gone afterwards: a view that still leads there is found by the sanitizer.
        const auto copy = std::make_unique<char[]>(piece.size());
        if (!piece.empty())
            std::memcpy(copy.get(), piece.data(), piece.size());
        std::string_view bytes(copy.get(), piece.size());
        while (!is_over_ && !bytes.empty())
            bytes.remove_prefix(step(bytes));
    }

    // "POST /path?query body" or the status of a refusal; reading ends behind a request that closes.
    const std::vector<std::string>& lines() const { return lines_; }
    bool is_refused() const { return is_refused_; }
    // Whether everything fed belongs to finished requests.
    bool is_between_requests() const { return !is_refused_ && reader_.is_blank() && !reader_.is_in_body(); }

private:
    std::size_t step(std::string_view bytes)
    {
        const auto [now, consumed] = reader_.read(bytes);
        if (now == request_reader::state::refused ||
            (now == request_reader::state::head && !reader_.admit_body(body_limit_)))
            refuse();
        else if (now == request_reader::state::complete)
            finish();
        else if (now == request_reader::state::head && consumed == bytes.size())
            reader_.read({});
        return consumed;
    }

    void refuse()
    {
        lines_.push_back(std::to_string(reader_.why().status));
        is_refused_ = is_over_ = true;
    }

    void finish()
    {
        const request& got = reader_.parsed();
        std::string line(got.method_text);
        line.append(" ").append(got.path);
        if (!got.query.empty())
            line.append("?").append(got.query);
        line.append(" ").append(got.body);
        if (!reader_.keeps_alive())
            is_over_ = true;
        lines_.push_back(std::move(line));
        fields_ += got.headers.size();
        for (const header_field& field : got.headers)
            fields_ += field.name.size() + field.value.size();
        reader_.reset();
    }

    const std::size_t body_limit_;
    request_reader reader_;
    std::vector<std::string> lines_;
    std::size_t fields_ = 0;
    bool is_refused_ = false;
    bool is_over_ = false;
};

}  // namespace gatehouse::net::test
