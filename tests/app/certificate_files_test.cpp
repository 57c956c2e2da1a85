#include "app/certificate_files.hpp"

#include "store/durable_file.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>

namespace gatehouse::app {
namespace {

using namespace std::chrono_literals;

const auto loopback = boost::asio::ip::make_address("127.0.0.1");

net::certificate_pair made(const std::string& host)
{
    const base::instant now = base::system_clock{}.now();
    return net::make_self_signed({{host}, {}}, now - 1h, now + 24h * 100);
}

class certificate_files_of : public ::testing::Test {
protected:
    settings given() const
    {
        settings chosen;
        chosen.data = folder.path().string();
        chosen.tls_certificate = (folder.path() / "c.pem").string();
        chosen.tls_key = (folder.path() / "k.pem").string();
        return chosen;
    }
    void write_certificate(const std::string& text) const
    {
        store::write_durably(folder.path() / "c.pem", text);
    }
    void write_key(const std::string& text) const { store::write_durably(folder.path() / "k.pem", text); }
    void write(const net::certificate_pair& pair) const
    {
        write_certificate(pair.certificates);
        write_key(pair.key);
    }
    static std::string fingerprint_of(const net::certificate_pair& pair)
    {
        return net::tls_context(pair).fingerprint();
    }
    static std::string shown_by(const certificate_files& files)
    {
        return files.identity().current()->fingerprint();
    }

    support::temporary_folder folder;
};

TEST_F(certificate_files_of, a_new_data_folder_are_made_once_and_kept)
{
    settings chosen;
    chosen.data = folder.path().string();
    const certificate_files first(chosen, loopback);
    const certificate_files second(chosen, loopback);
    EXPECT_EQ(shown_by(first), shown_by(second));
    for (const char* const name : {"certificate.pem", "key.pem"}) {
        const auto mode = std::filesystem::status(folder.path() / "tls" / name).permissions();
        EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write) << name;
    }
    std::filesystem::remove(folder.path() / "tls/certificate.pem");
    EXPECT_NE(shown_by(certificate_files(chosen, loopback)), shown_by(first));
}

TEST_F(certificate_files_of, the_operator_are_shown_and_none_is_made)
{
    const net::certificate_pair pair = made("one");
    write(pair);
    EXPECT_EQ(shown_by(certificate_files(given(), loopback)), fingerprint_of(pair));
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "tls"));
}

TEST_F(certificate_files_of, the_operator_refuse_to_begin_with_a_fault)
{
    EXPECT_THROW(certificate_files(given(), loopback), std::runtime_error);  // not there
    write_certificate(made("one").certificates);
    write_key(made("other").key);
    EXPECT_THROW(certificate_files(given(), loopback), std::runtime_error);
    settings half = given();
    half.tls_key.clear();
    EXPECT_THROW(certificate_files(half, loopback), std::runtime_error);
}

TEST_F(certificate_files_of, the_operator_are_followed_once_they_are_whole)
{
    const net::certificate_pair one = made("one");
    const net::certificate_pair two = made("two");
    write(one);
    certificate_files files(given(), loopback);
    const auto context = files.identity().current();
    files.look_again();
    EXPECT_EQ(files.identity().current(), context);  // unchanged files: the very same context

    write_certificate(two.certificates);
    files.look_again();
    EXPECT_EQ(shown_by(files), fingerprint_of(one));
    write_key(two.key.substr(0, 100));
    files.look_again();
    EXPECT_EQ(shown_by(files), fingerprint_of(one));
    write_key(two.key);
    files.look_again();
    EXPECT_EQ(shown_by(files), fingerprint_of(two));

    std::filesystem::remove(folder.path() / "k.pem");
    files.look_again();
    EXPECT_EQ(shown_by(files), fingerprint_of(two));
    write(one);
    files.look_again();
    EXPECT_EQ(shown_by(files), fingerprint_of(one));
}

TEST_F(certificate_files_of, the_operator_that_go_back_after_a_fault_need_no_new_context)
{
    const net::certificate_pair one = made("one");
    write(one);
    certificate_files files(given(), loopback);
    const auto context = files.identity().current();
    write_key("nonsense");
    files.look_again();
    write_key(one.key);
    files.look_again();
    EXPECT_EQ(files.identity().current(), context);
}

}  // namespace
}  // namespace gatehouse::app
