#include "net/http_server.hpp"
#include "net/test_server.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace gatehouse::net::test {
namespace {

using std::chrono::milliseconds;

class a_tls_listener : public ::testing::Test {
protected:
    test_server& serve(limits bounds = quick_limits(), unsigned threads = 1)
    {
        return server.emplace(answers, bounds, threads,
                              listen_address{{boost::asio::ip::address_v4::loopback(), 0}, &identity});
    }
    raw_client connect(const tls_offer& offer = {}) const
    {
        return raw_client(server->address(), 0, transport::tls, offer);
    }
    // Bytes go as they are: the test speaks TLS itself, or something else.
    raw_client connect_plain() const { return raw_client(server->address(), 0, transport::plain); }
    static std::string ask(raw_client& client, std::string_view path)
    {
        client.send(get(path));
        const auto got = client.read();
        return got ? got->body : "nothing";
    }
    std::uint64_t counted(count what) { return (*server)->counted()[what]; }
    void wait_until_open(std::size_t connections)
    {
        while ((*server)->counted().open_connections != connections)
            std::this_thread::yield();
    }

    tls_identity identity{make_test_context("first")};
    test_handler answers;
    std::optional<test_server> server;
};

// TLS whose bytes the test carries, as many at a time as it likes.
class by_hand {
public:
    explicit by_hand(raw_client& over) : over_(over), tls_(-1) {}

    std::string hello()
    {
        tls_.shake_hands();
        return tls_.take_output();
    }
    void shake_hands(std::size_t at_once)
    {
        while (!tls_.shake_hands()) {
            send(tls_.take_output(), at_once);
            tls_.put_input(over_.read_some());
        }
        send(tls_.take_output(), at_once);
    }
    std::string record(std::string_view bytes)
    {
        tls_.write(bytes);
        return tls_.take_output();
    }
    void send(const std::string& bytes, std::size_t at_once)
    {
        for (std::size_t at = 0; at < bytes.size(); at += at_once)
            over_.send(std::string_view(bytes).substr(at, at_once));
    }
    std::string read()
    {
        std::string got;
        while ((got = tls_.read()).empty()) {
            const std::string more = over_.read_some();
            if (more.empty())
                break;
            tls_.put_input(more);
        }
        return got;
    }
    tls_client& tls() { return tls_; }

private:
    raw_client& over_;
    tls_client tls_;
};

TEST_F(a_tls_listener, speaks_tls_1_2_and_1_3_and_http_1_1)
{
    std::string facts;
    answers.on_request = [&facts](const request& wanted, ticket ask) {
        facts = wanted.local.is_tls ? "tls" : "plain";
        ask.answer(echo_of(wanted));
    };
    serve();
    for (const auto& [version, name] : {std::pair{TLS1_2_VERSION, "TLSv1.2"}, {TLS1_3_VERSION, "TLSv1.3"}}) {
        raw_client client = connect({version, version, "h2,http/1.1"});
        EXPECT_EQ(ask(client, "/a"), "GET /a ");
        EXPECT_EQ(client.tls().version(), name);
        EXPECT_EQ(client.tls().protocol(), "http/1.1");
        EXPECT_EQ(facts, "tls");
    }
    raw_client without = connect({TLS1_2_VERSION, TLS1_3_VERSION, ""});
    EXPECT_EQ(ask(without, "/b"), "GET /b ");
}

TEST_F(a_tls_listener, refuses_older_versions_and_protocols_that_are_not_its_own)
{
    serve();
    for (const tls_offer& offer :
         {tls_offer{TLS1_VERSION, TLS1_1_VERSION}, tls_offer{TLS1_2_VERSION, 0, "h2"}}) {
        raw_client client = connect(offer);
        EXPECT_EQ(client.read_to_end(), "");
        EXPECT_FALSE(client.tls().version() == "TLSv1.3" && SSL_is_init_finished(client.tls().native()));
    }
    wait_until_open(0);
    EXPECT_EQ(counted(count::handshake_failures), 2u);
    EXPECT_EQ(counted(count::requests), 0u);
}

TEST_F(a_tls_listener, answers_plain_requests_and_other_bytes_with_400)
{
    serve();
    for (const std::string& bytes : {get("/a"), std::string("PUT"), std::string("\0\x01\x02", 3)}) {
        raw_client client = connect_plain();
        client.send(bytes);
        const auto got = client.read();
        ASSERT_TRUE(got);
        EXPECT_EQ(got->status, 400u);
        EXPECT_EQ(got->header("Connection"), "close");
        EXPECT_TRUE(client.is_at_end());
    }
    EXPECT_EQ((*server)->counted().refused(400), 3u);
}

TEST_F(a_tls_listener, reads_a_handshake_and_a_request_that_come_byte_by_byte)
{
    serve();
    raw_client over = connect_plain();
    by_hand client(over);
    client.shake_hands(1);
    client.send(client.record(post("/slow", "hello")), 1);
    EXPECT_NE(client.read().find("POST /slow hello"), std::string::npos);
}

TEST_F(a_tls_listener, reads_many_requests_out_of_one_segment_and_one_out_of_many_records)
{
    serve();
    raw_client over = connect_plain();
    by_hand client(over);
    client.shake_hands(65536);
    std::string records;
    for (const char c : get("/1"))
        records.append(client.record({&c, 1}));
    for (int i = 2; i <= 9; ++i)
        records.append(client.record(get("/" + std::to_string(i))));
    over.send(records);
    std::string got;
    while (got.find("GET /9 ") == std::string::npos) {
        const std::string more = client.read();
        ASSERT_FALSE(more.empty());
        got.append(more);
    }
    EXPECT_NE(got.find("GET /1 "), std::string::npos);
    EXPECT_EQ(counted(count::requests), 9u);
}

TEST_F(a_tls_listener, answers_a_request_behind_which_the_client_ends)
{
    serve();
    raw_client over = connect_plain();
    by_hand client(over);
    client.shake_hands(65536);
    const std::string request = client.record(get("/last"));
    client.tls().end_output();
    over.send(request + client.tls().take_output());
    EXPECT_NE(client.read().find("GET /last "), std::string::npos);
    EXPECT_EQ(client.read(), "");
    EXPECT_EQ(client.tls().how(), ending::orderly);
    wait_until_open(0);
}

TEST_F(a_tls_listener, lets_a_client_go_that_does_not_finish_its_handshake)
{
    limits bounds = quick_limits();
    bounds.header = milliseconds(50);
    serve(bounds);
    raw_client silent = connect_plain();
    raw_client halfway = connect_plain();
    raw_client dribbling = connect_plain();
    by_hand client(halfway);
    const std::string hello = client.hello();
    halfway.send(hello.substr(0, hello.size() / 2));
    for (std::size_t i = 0; i + 1 < hello.size() && dribbling.send(hello.substr(i, 1)); ++i)
        std::this_thread::sleep_for(milliseconds(1));
    EXPECT_EQ(silent.read_to_end() + halfway.read_to_end() + dribbling.read_to_end(), "");
    wait_until_open(0);
    EXPECT_EQ(counted(count::handshake_timeouts), 3u);
}

TEST_F(a_tls_listener, lets_a_client_go_that_does_not_finish_a_record)
{
    limits bounds = quick_limits();
    bounds.header = milliseconds(50);
    serve(bounds);
    for (const std::size_t part : {1U, 5U, 20U}) {
        raw_client over = connect_plain();
        by_hand client(over);
        client.shake_hands(65536);
        over.send(client.record(get("/never")).substr(0, part));
        EXPECT_NE(client.read().find(" 408 "), std::string::npos) << part;
    }
    EXPECT_EQ(counted(count::header_timeouts), 3u);
    EXPECT_EQ(counted(count::requests), 0u);
}

TEST_F(a_tls_listener, survives_clients_that_go_away_at_any_byte)
{
    serve();
    for (std::size_t part = 0; part < 900; part += 23) {
        raw_client over = connect_plain();
        by_hand client(over);
        const std::string hello = client.hello();
        if (part < hello.size()) {
            over.send(hello.substr(0, part));
        } else {
            over.send(hello);
            client.shake_hands(65536);
            over.send(client.record(std::string(1000, 'a')).substr(0, part));
        }
        if (part % 2 == 0)
            over.abort();
    }
    raw_client after = connect();
    EXPECT_EQ(ask(after, "/after"), "GET /after ");
    wait_until_open(1);
}

TEST_F(a_tls_listener, resumes_sessions_on_any_of_its_threads)
{
    serve(quick_limits(), 2);
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        raw_client first = connect({version, version});
        EXPECT_EQ(ask(first, "/1"), "GET /1 ");  // the ticket of 1.3 comes behind the handshake
        EXPECT_FALSE(first.tls().is_resumed());
        owned_session session = first.tls().session();
        for (int i = 0; i < 8; ++i) {
            raw_client next = connect({version, version, "http/1.1", session.get()});
            EXPECT_EQ(ask(next, "/2"), "GET /2 ");
            EXPECT_TRUE(next.tls().is_resumed());
            session = next.tls().session();
        }
    }
}

TEST_F(a_tls_listener, shows_a_new_certificate_to_new_connections_and_leaves_open_ones_alone)
{
    serve();
    raw_client before = connect();
    EXPECT_EQ(ask(before, "/1"), "GET /1 ");
    const auto second = make_test_context("second");
    const std::string first_fingerprint = identity.current()->fingerprint();
    const owned_session session = before.tls().session();
    identity.replace(second);
    raw_client after = connect({TLS1_2_VERSION, TLS1_3_VERSION, "http/1.1", session.get()});
    EXPECT_EQ(ask(after, "/2"), "GET /2 ");
    EXPECT_FALSE(after.tls().is_resumed());
    EXPECT_EQ(after.tls().fingerprint(), second->fingerprint());
    EXPECT_EQ(ask(before, "/3"), "GET /3 ");
    EXPECT_EQ(before.tls().fingerprint(), first_fingerprint);
    EXPECT_NE(first_fingerprint, second->fingerprint());
}

TEST_F(a_tls_listener, does_not_negotiate_anew)
{
    serve();
    raw_client client = connect({TLS1_2_VERSION, TLS1_2_VERSION});
    EXPECT_EQ(ask(client, "/1"), "GET /1 ");
    SSL_renegotiate(client.tls().native());
    EXPECT_FALSE(client.tls().shake_hands());
    wait_until_open(0);
}

TEST_F(a_tls_listener, changes_its_keys_when_the_client_asks_and_goes_on)
{
    serve();
    raw_client client = connect({TLS1_3_VERSION, TLS1_3_VERSION});
    for (int i = 0; i < 5; ++i) {
        ASSERT_EQ(SSL_key_update(client.tls().native(), SSL_KEY_UPDATE_REQUESTED), 1);
        EXPECT_EQ(ask(client, "/" + std::to_string(i)), "GET /" + std::to_string(i) + " ");
    }
}

TEST_F(a_tls_listener, says_the_end_to_a_client_that_reads_late)
{
    const std::string large(8'000'000, 'a');
    answers.on_request = [&](const request&, ticket ask) { ask.answer({200, {}, large, {}, {}, true}); };
    serve();
    raw_client client(server->address(), 4096, transport::tls);
    client.send(get("/"));
    std::this_thread::sleep_for(milliseconds(100));
    const auto got = client.read();
    ASSERT_TRUE(got);
    EXPECT_TRUE(got->body == large);
    EXPECT_TRUE(client.is_at_end());
}

}  // namespace
}  // namespace gatehouse::net::test
