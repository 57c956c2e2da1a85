#include "store/tap_picture_keys.hpp"

#include <future>

namespace gatehouse::store {
namespace {

class make_key final : public write_job {
public:
    make_key(model::organization_id organization, std::int64_t month, base::instant now)
        : organization_(organization),
          month_(month),
          now_(now)
    {}

    std::future<std::optional<data_key>> made() { return promise_.get_future(); }

    bool run(transaction& in) override
    {
        key_ = data_key_of(in, key_purpose::tap_pictures, organization_, month_, now_);
        return true;
    }
    void finish() noexcept override { promise_.set_value(key_); }
    void fail(base::errc) noexcept override { promise_.set_value(std::nullopt); }

private:
    model::organization_id organization_;
    std::int64_t month_;
    base::instant now_;
    std::optional<data_key> key_;
    std::promise<std::optional<data_key>> promise_;
};

}  // namespace

std::int64_t month_of(const model::time_zone& zone, base::instant at)
{
    const auto days = std::chrono::floor<std::chrono::days>(zone.to_civil(at)).time_since_epoch();
    const std::chrono::year_month_day day{std::chrono::sys_days(days)};
    return std::int64_t{static_cast<int>(day.year())} * 100 + static_cast<unsigned>(day.month());
}

data_key tap_picture_keys::of(model::organization_id organization, const model::time_zone& zone,
                              base::instant now)
{
    const place wanted{organization.value, month_of(zone, now)};
    {
        const std::scoped_lock held(mutex_);
        const auto found = known_.find(wanted);
        if (found != known_.end())
            return found->second;
    }
    auto job = std::make_unique<make_key>(organization, wanted.second, now);
    auto made = job->made();
    through_.submit(writer::write(std::move(job)));
    const std::optional<data_key> key = made.get();
    if (!key)
        throw failure("the key of this month's pictures cannot be made");
    const std::scoped_lock held(mutex_);
    known_.insert_or_assign(wanted, *key);
    return *key;
}

}  // namespace gatehouse::store
