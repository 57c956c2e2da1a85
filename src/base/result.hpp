// What a function answers that its caller can make fail: a value, or an error of the one table.
#pragma once

#include "base/error.hpp"

#include <boost/system/result.hpp>

#include <stdexcept>

namespace gatehouse::base {

// Found by result<T>::value(): an unchecked access is a fault of ours, never a flow of control.
[[noreturn]] inline void throw_exception_from_error(const error& e, const boost::source_location&)
{
    throw std::logic_error("unchecked error: " + e.message);
}

template <class T = void>
using result = boost::system::result<T, error>;

}  // namespace gatehouse::base
