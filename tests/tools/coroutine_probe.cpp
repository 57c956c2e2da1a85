// What tools/check_coroutines must flag (lines marked "// bad") and must leave alone (all others). The bad
// forms are those that g++ 12.2 compiles wrongly, and neighbours that the house forbids with them.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace asio = boost::asio;
template <class T>
using task = asio::awaitable<T>;

struct agg {
    std::string name;
    int number = 0;
};

task<int> by_value(agg);
task<int> by_reference(const agg&);
task<int> many(std::vector<std::string>);
task<int> with_text(std::string);
task<agg> make_async();
task<bool> yes();
task<std::tuple<int, int>> two();
task<std::optional<int>> maybe();
agg make();
int add(int, int);
template <class F>
task<int> call(F f)
{
    co_return static_cast<int>(f());
}

task<int> aggregate_default(agg x = {});  // bad
task<int> named_default(int limit = 3);

task<int> bad_braces()
{
    int n = co_await by_value(agg{"a", 1});    // bad
    co_await by_value({"a", 1});               // bad
    co_await by_reference({.name = "a"});      // bad
    n += co_await many({"a", "b"});            // bad
    agg pair{"x", co_await named_default()};   // bad
    co_return co_await by_value(agg{"b", n});  // bad
}

task<int> bad_local()
{
    const int braced{co_await named_default()};  // bad
    co_return braced;
}

task<agg> bad_answer()
{
    co_return agg{"x", co_await named_default()};  // bad
}

task<agg> bad_choice(bool c)
{
    agg x = c ? co_await make_async() : agg{"x", 1};  // bad
    co_return x;
}

task<void> bad_lambdas(std::string p)
{
    co_await call([p] { return p.size(); });            // bad
    const auto sum = add(co_await named_default(), 1);  // bad
    static_cast<void>(sum);
    auto body = [p]() -> task<void> { co_return; };
    asio::co_spawn(co_await asio::this_coro::executor, body, asio::detached);  // bad
}

task<void> bad_conditions()
{
    if (co_await yes())  // bad
        co_return;
    while (co_await yes())  // bad
        co_return;
    switch (co_await named_default()) {  // bad
    default: break;
    }
    do
        add(1, 2);
    while (co_await yes());  // bad
    for (; co_await yes();)  // bad
        co_return;
    if (const bool b = co_await yes())  // bad
        co_return;
    if (!co_await yes())  // bad
        co_return;
    const bool both = co_await yes() && co_await yes();  // bad
    static_cast<void>(both);
    const auto size = (co_await make_async()).name.size();  // bad
    static_cast<void>(size);
    const auto value = (co_await maybe()).value();  // bad
    static_cast<void>(value);
}

task<int> good(std::string p)
{
    agg built{"a", 1};
    const int n = co_await by_value(std::move(built));
    int m = co_await by_value(make());
    m = co_await with_text(std::string("x"));
    std::optional<agg> kept;
    kept = co_await make_async();
    const auto [one, other] = co_await two();
    const std::optional<int> wide = co_await named_default();
    if (n == m && one == other && wide)
        co_return 1;
    auto named = [p] { return p.size(); };
    co_await call(named);
    const auto executor = co_await asio::this_coro::executor;
    auto body = [p]() -> task<void> { co_await yes(); };
    asio::co_spawn(executor, std::move(body), asio::detached);
    for (const auto& part : std::vector<std::string>(3)) {
        co_await with_text(part);
    }
    co_return co_await named_default();
}

task<void> good_places(agg& kept)
{
    int left = 3;
    if (left == 3)
        co_await yes();
    else
        left = co_await named_default();
    while (left-- > 0)
        co_await yes();
    switch (left) {
    case 1: co_await yes(); break;
    default: kept = co_await make_async();
    }
    try {
        co_await yes();
    } catch (const std::exception&) {
        left = 0;
    }
    const long wide = co_await named_default();
    static_cast<void>(wide);
}

void good_outside_a_coroutine(const asio::any_io_executor& executor, std::string p)
{
    asio::co_spawn(
        executor, [p]() -> task<void> { co_await yes(); }, asio::detached);
}

task<agg> good_answer()
{
    co_return agg{"x", 1};
}
