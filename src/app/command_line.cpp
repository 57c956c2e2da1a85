#include "app/command_line.hpp"

#include "app/backup_commands.hpp"
#include "app/cases_command.hpp"
#include "app/interfaces.hpp"
#include "base/crypto.hpp"
#include "simulate/attendance.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>

namespace gatehouse::app {
namespace {

// Flags go before the file: the file is read first, then what was given on the command line is laid over it.
void add_settings(CLI::App& to, settings& given)
{
    for (const setting_row& row : setting_rows()) {
        const std::string flag = flag_of(row);
        const std::string meaning(row.meaning);
        if (row.text)
            to.add_option(flag, given.*row.text, meaning)->type_name(std::string(row.value_name));
        else if (row.flag)
            to.add_flag(flag, given.*row.flag, meaning);
        else if (row.list)
            to.add_option(flag, given.*row.list, meaning)->type_name(std::string(row.value_name));
        else
            to.add_option(flag, given.*row.number, meaning)->type_name(std::string(row.value_name));
    }
}

void lay_over(const CLI::App& from, const settings& given, settings& onto)
{
    for (const setting_row& row : setting_rows()) {
        const std::string flag = flag_of(row);
        if (from.count(flag) == 0)
            continue;
        if (row.text)
            onto.*row.text = given.*row.text;
        else if (row.flag)
            onto.*row.flag = given.*row.flag;
        else if (row.list)
            onto.*row.list = given.*row.list;
        else
            onto.*row.number = given.*row.number;
    }
}

int write_documents(const std::string& folder)
{
    std::filesystem::create_directories(folder);
    for (const auto* const document : all_documents())
        std::ofstream(std::filesystem::path(folder) / document->file) << endpoint::write_openapi(*document);
    std::ofstream page(std::filesystem::path(folder) / "configuration.md");
    page << write_settings_page();
    return page.good() ? 0 : 1;
}

// By the interface's name, or the document's own.
int print_document(const std::string& name)
{
    std::vector<std::pair<std::string_view, const endpoint::api_document*>> known{
        {"api", all_documents().front()}};
    for (const interface_row& each : interfaces())
        known.emplace_back(each.name, &each.document());
    std::string names;
    for (const auto& [each, document] : known) {
        if (name == each || name == document->file) {
            std::cout << endpoint::write_openapi(*document);
            return 0;
        }
        names.append(names.empty() ? "" : ", ").append(each);
    }
    std::cerr << "there is no document \"" << name << "\": " << names << '\n';
    return 1;
}

}  // namespace

int run(int argc, char** argv, const durability& how, const host_maker& devices)
{
    base::start_crypto();
    CLI::App program{"Gatehouse: one server for the people, cards, doors and punches of a site."};
    program.require_subcommand(1);
    int code = 0;

    settings given;
    std::string config;
    CLI::App* const serving = program.add_subcommand("serve", "Serves until SIGTERM.");
    serving->add_option("--config", config, "A TOML file with settings.")->type_name("FILE.toml");
    add_settings(*serving, given);
    serving->callback([&] {
        settings chosen;
        try {
            if (!config.empty())
                read_settings_file(config, chosen);
        } catch (const std::exception& e) {
            std::cerr << e.what() << '\n';
            code = 2;
            return;
        }
        lay_over(*serving, given, chosen);
        code = serve(chosen, how, devices);
    });

    std::string file;
    std::string data = "./gatehouse-data";
    CLI::App* const provisioning = program.add_subcommand("provision", "Applies a provisioning file.");
    provisioning->add_option("file", file, "The file.")->required();
    provisioning->add_option("--data", data, "The data folder.");
    provisioning->callback([&] { code = provision(file, data); });

    add_backup_commands(program, code);

    std::vector<std::string> case_files;
    CLI::App* const trying = program.add_subcommand("cases", "Tries the attendance rules on files of cases.");
    trying->add_option("file", case_files, "The files.")->required();
    trying->callback([&] { code = run_cases(case_files); });

    std::string folder;
    std::string document = "api";
    CLI::App* const openapi = program.add_subcommand("openapi",
                                                     "Prints an OpenAPI document, or writes all pages.");
    openapi->add_option("name", document, "api, or an interface's name.");
    openapi->add_option("--write", folder, "Writes every generated page into this folder.");
    openapi->callback([&] { code = folder.empty() ? print_document(document) : write_documents(folder); });

    CLI::App* const simulating = program.add_subcommand("simulate", "Plays what connects to the server.");
    simulating->require_subcommand(1);
    for (const interface_row& each : interfaces())
        if (each.add_simulation)
            each.add_simulation(*simulating, code);
    simulate::add_attendance(*simulating, code);

    program.add_subcommand("version", "Prints the version.")->callback([] {
        std::cout << "gatehouse " << GATEHOUSE_VERSION << '\n';
    });
    CLI11_PARSE(program, argc, argv);
    return code;
}

}  // namespace gatehouse::app
