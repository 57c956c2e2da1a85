#include "store/visitor_site.hpp"
#include "wire/visitor/reception.hpp"

#include <gtest/gtest.h>

namespace gatehouse::wire::visitor::test {
namespace {

class visitor_binding : public testing::Test, public reception {};

TEST_F(visitor_binding, of_an_employee_needs_the_name_and_the_phone_and_answers_as_the_document)
{
    const std::string none = R"({"code":0,"err_msg":"","data":{}})";
    EXPECT_EQ(get("/v1/subject/binding?weixinUserId=wx1"), none);
    const std::string bound =
        R"({"code":0,"err_msg":"","data":{"avatar":"","name":"富贵","department":"法务部","subject_id":1,"phone":"13811111111"}})";
    EXPECT_EQ(post("/v1/subject/binding", R"({"weixinUserId":"wx1","name":"富贵","phone":"138 1111-1111"})"),
              bound);
    EXPECT_EQ(get("/v1/subject/binding?weixinUserId=wx1"), bound);
    EXPECT_EQ(get("/v1/visitor/binding?weixinUserId=wx1"), none) << "an employee is no visitor";
    EXPECT_EQ(
        get("/v1/wechat/is_binding?weixinUserId=wx1"),
        R"({"code":0,"err_msg":"","data":{"type":"employee","name":"富贵","department":"法务部","subject_id":1,"avatar":"","phone":"13811111111"}})");
    for (const std::string_view body : {R"({"weixinUserId":"wx2","name":"别人","phone":"13811111111"})",
                                        R"({"weixinUserId":"wx2","name":"别人","phone":"13833333333"})",
                                        R"({"weixinUserId":"wx2","name":"富贵","phone":"13899999999"})"})
        EXPECT_EQ(code_of(post("/v1/subject/binding", std::string(body))), 404) << body;
    EXPECT_EQ(get("/v1/subject/binding?weixinUserId=wx2"), none);
}

TEST_F(visitor_binding, of_a_visitor_takes_any_phone_and_replaces_what_stood)
{
    post("/v1/subject/binding", R"({"weixinUserId":"wx1","name":"富贵","phone":"13811111111"})");
    const std::string bound = R"({"code":0,"err_msg":"","data":{"nick":"","avatar":"","phone":"12345678"}})";
    EXPECT_EQ(post("/v1/visitor/binding", R"({"weixinUserId":"wx1","phone":"12345678"})"), bound);
    EXPECT_EQ(get("/v1/visitor/binding?weixinUserId=wx1"), bound);
    EXPECT_EQ(get("/v1/subject/binding?weixinUserId=wx1"), R"({"code":0,"err_msg":"","data":{}})");
    EXPECT_EQ(
        get("/v1/wechat/is_binding?weixinUserId=wx1"),
        R"({"code":0,"err_msg":"","data":{"type":"visitor","name":"","department":"","subject_id":-1,"avatar":"","phone":"12345678"}})");
}

TEST_F(visitor_binding, shows_what_wechat_says_of_somebody_until_it_ends)
{
    house.write([](store::transaction& in) {
        store::put_wechat_profile(in, company, "wx1", "小张", "https://wx.example/1.jpg");
    });
    const std::string bound =
        R"({"code":0,"err_msg":"","data":{"nick":"小张","avatar":"https://wx.example/1.jpg","phone":"12345678"}})";
    EXPECT_EQ(post("/v1/visitor/binding", R"({"weixinUserId":"wx1","phone":"12345678"})"), bound);
    EXPECT_EQ(
        data_of(get("/v1/wechat/is_binding?weixinUserId=wx1")),
        R"({"type":"visitor","name":"小张","department":"","subject_id":-1,"avatar":"https://wx.example/1.jpg","phone":"12345678"})");
    remove("/v1/subject/binding/wx1");
    post("/v1/visitor/binding", R"({"weixinUserId":"wx1","phone":"12345678"})");
    EXPECT_EQ(data_of(get("/v1/visitor/binding?weixinUserId=wx1")),
              R"({"nick":"","avatar":"","phone":"12345678"})");
}

TEST_F(visitor_binding, ends_once)
{
    EXPECT_EQ(get("/v1/wechat/is_binding?weixinUserId=w%20x"),
              R"({"code":404,"err_msg":"没有该微信号绑定的用户"})");
    post("/v1/visitor/binding", R"({"weixinUserId":"w x","phone":"12345678"})");
    EXPECT_EQ(remove("/v1/subject/binding/w%20x"), ok);
    EXPECT_EQ(remove("/v1/subject/binding/w%20x"), R"({"code":404,"err_msg":"没有该微信号绑定的用户"})");
}

TEST_F(visitor_binding, names_the_field_that_is_wrong)
{
    const std::string wrong = "请求参数不正确: ";
    const auto message = [&](const std::string& body) {
        const auto answer = json::parse(body);
        EXPECT_EQ(answer.at("code"), 400) << body;
        return std::string(answer.at("err_msg").as_string());
    };
    EXPECT_EQ(message(get("/v1/subject/binding")), wrong + "weixinUserId is needed");
    EXPECT_EQ(message(get("/v1/wechat/is_binding")), wrong + "weixinUserId is needed");
    EXPECT_EQ(message(post("/v1/visitor/binding", "{}")), wrong + "weixinUserId is needed");
    EXPECT_EQ(message(post("/v1/visitor/binding", "no JSON")), wrong + "the body is not JSON");
    EXPECT_EQ(message(post("/v1/visitor/binding", "[]")), wrong + "the body must be an object");
    for (const std::string_view phone : {"1234", "123456789012345678901", "12345x", "１２３"})
        EXPECT_EQ(message(post("/v1/visitor/binding",
                               R"({"weixinUserId":"wx1","phone":")" + std::string(phone) + "\"}")),
                  wrong + "phone is no phone number");
}

TEST_F(visitor_binding, looks_at_phones_as_strictly_as_the_operator_chose)
{
    const auto bind = [this](std::string_view phone) {
        return code_of(
            post("/v1/visitor/binding", R"({"weixinUserId":"wx1","phone":")" + std::string(phone) + "\"}"));
    };
    house.services().visitors.phones = model::phone_check::mobile;
    EXPECT_EQ(bind("12345678"), 400);
    EXPECT_EQ(bind("+86 138 1111 1111"), 0);
    house.services().visitors.phones = model::phone_check::off;
    EXPECT_EQ(bind("138xxxxxxxx"), 0);
    EXPECT_EQ(bind(""), 400);
}

}  // namespace
}  // namespace gatehouse::wire::visitor::test
