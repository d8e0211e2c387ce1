// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_text.h"
#include "app/services/headless.h"

#include <CLI/CLI.hpp>

#include <limits>
#include <memory>

namespace trutina::cli {

namespace {

struct Options {
    std::string file;
    engine::MediaInspectionOptions inspection;
    std::string saveSheet;
    std::string frameLabels = "on";
    std::string as = "auto";
};

engine::MediaReading readingOf(const std::string& name) {
    if (name == "image") {
        return engine::MediaReading::Image;
    }
    return name == "video" ? engine::MediaReading::Video : engine::MediaReading::Automatic;
}

std::string inspectionText(const engine::MediaInspection& inspection) {
    const bool isVideo = inspection.kind == engine::MediaKind::Video;
    JsonObject object;
    object.add("kind", isVideo ? "video" : "image")
        .add("width", inspection.width)
        .add("height", inspection.height)
        .add("sheet", JsonObject().add("width", inspection.sheetWidth).add("height", inspection.sheetHeight))
        .add("tiles", std::vector<int>{inspection.tileRows, inspection.tileColumns})
        .add("vision_tiles", inspection.visionTiles)
        .add("tokens", inspection.tokens);
    if (isVideo) {
        object.add("fps", inspection.framesPerSecond)
            .add("frames_total", inspection.framesTotal)
            .add("sampled", inspection.sampled)
            .add("duration_s", inspection.durationSeconds);
    }
    return object.text();
}

ExitCode run(const Options& options) {
    engine::MediaInspectionOptions inspection = options.inspection;
    inspection.saveSheet = options.saveSheet;
    inspection.frameLabels = options.frameLabels == "on";
    inspection.as = readingOf(options.as);
    services::Headless headless;
    const auto outcome = headless.inspectMedia(options.file, inspection);
    printLine(inspectionText(valueOf(outcome, ExitCode::File)));
    return ExitCode::Done;
}

} // namespace

void addInspectMediaCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("media", "What the model sees of a picture or a video");
    const auto options = std::make_shared<Options>();
    constexpr int kMost = std::numeric_limits<int>::max();
    command->add_option("FILE", options->file, "Picture, video or, as a video, a folder of numbered pictures")
        ->required()
        ->type_name("");
    command->add_option("--hd-num", options->inspection.hdNum, "Most sub-tiles")
        ->check(CLI::Range(1, kMost))
        ->type_name("N")
        ->capture_default_str();
    command->add_option("--tile", options->inspection.tileSize, "Side of a tile in pixels")
        ->check(CLI::Range(1, 16384))
        ->type_name("N")
        ->capture_default_str();
    command->add_flag("--training", options->inspection.training, "The form that training uses");
    command
        ->add_option("--as", options->as,
                     "auto: told by content; an animation is then an image, and a folder of frames is refused")
        ->check(CLI::IsMember({"auto", "image", "video"}))
        ->type_name("")
        ->capture_default_str();
    command->add_option("--save-sheet", options->saveSheet, "Write what the model sees as a PNG")->type_name("F.png");
    command->add_option("--frame-labels", options->frameLabels, "Numbers above the frames of a video")
        ->check(CLI::IsMember({"on", "off"}))
        ->type_name("")
        ->capture_default_str();
    command->footer("Prints one JSON object:\n"
                    "  "
                    "{\"kind\":\"image\",\"width\":…,\"height\":…,\"sheet\":{\"width\":…,\"height\":…},\"tiles\":[rows,cols],"
                    "\"vision_tiles\":…,\"tokens\":…}\n"
                    "and for a video also \"fps\", \"frames_total\", \"sampled\" (frame numbers) and \"duration_s\".\n\n"
                    "Example:\n"
                    "  trutina-cli inspect media cat.jpg --hd-num 16 --save-sheet seen.png\n"
                    "  trutina-cli inspect media frames/ --as video\n");
    command->callback([options, &action] { action = [options](const Session&) { return run(*options); }; });
}

} // namespace trutina::cli
