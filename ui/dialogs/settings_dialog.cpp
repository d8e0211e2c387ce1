// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/settings_dialog.h"

#include "ui/contracts/model_desk.h"
#include "ui/models/preferences.h"
#include "ui/models/wording.h"
#include "ui/style/icons.h"
#include "ui/style/page_sizes.h"
#include "ui/style/tokens.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/text_label.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QCoreApplication>
#include <QDesktopServices>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QUrl>
#include <QVBoxLayout>

namespace trutina::ui {

namespace {
constexpr int kTextStep = 5;
constexpr int kSmallest = 80;
constexpr int kLargest = 200;
constexpr qint64 kMegabyte = 1'000'000;
constexpr int kMostMegabytes = 1'000'000;
constexpr int kPrefixStep = 256;
constexpr int kFeatureStep = 1024;
} // namespace

SettingsDialog::SettingsDialog(Preferences& preferences, contracts::ModelDesk& model, const QString& logFile, QWidget* parent)
    : DialogFrame(tr("Settings"), size::dialogNarrow, parent), m_preferences(preferences), m_model(model) {
    addAppearance();
    addCaches();
    addLog(logFile);
    body()->addStretch(1);
    QPushButton* close = setPrimary(tr("Close"));
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(&m_model, &contracts::ModelDesk::stateChanged, this, &SettingsDialog::readCaches);
    readCaches();
}

void SettingsDialog::addAppearance() {
    auto* themes = new QHBoxLayout;
    themes->setSpacing(space::s);
    auto* group = new QButtonGroup(this);
    const QList<std::pair<ThemePreference, QString>> choices = {{ThemePreference::System, tr("Follow the system")},
                                                                {ThemePreference::Light, tr("Light")},
                                                                {ThemePreference::Dark, tr("Dark")}};
    for (const auto& [theme, title] : choices) {
        auto* chip = new Chip(title);
        chip->setCheckable(true);
        chip->setChecked(m_preferences.theme() == theme);
        group->addButton(chip, static_cast<int>(theme));
        themes->addWidget(chip);
    }
    themes->addStretch(1);
    connect(group, &QButtonGroup::idClicked, this, [this](int id) { m_preferences.setTheme(static_cast<ThemePreference>(id)); });
    addField(tr("Theme"), themes);

    auto* sizes = new QHBoxLayout;
    auto* slider = new QSlider(Qt::Horizontal);
    slider->setRange(kSmallest / kTextStep, kLargest / kTextStep);
    slider->setValue(m_preferences.textSize() / kTextStep);
    slider->setAccessibleName(tr("Text size"));
    auto* percent = new TextLabel(tr("%1 %").arg(m_preferences.textSize()));
    percent->setMinimumWidth(percent->fontMetrics().horizontalAdvance(tr("%1 %").arg(kLargest)) + space::s);
    percent->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    sizes->addWidget(slider, 1);
    sizes->addWidget(percent);
    // While the handle is dragged only the number follows: the whole window is laid out again once it is let go.
    connect(slider, &QSlider::valueChanged, this, [this, slider, percent](int value) {
        percent->setText(tr("%1 %").arg(value * kTextStep));
        if (!slider->isSliderDown()) {
            m_preferences.setTextSize(value * kTextStep);
        }
    });
    connect(slider, &QSlider::sliderReleased, this, [this, slider] { m_preferences.setTextSize(slider->value() * kTextStep); });
    addField(tr("Text size"), sizes);

    auto* markdown = new QCheckBox(tr("Show answers as Markdown"));
    markdown->setChecked(m_preferences.showsMarkdown());
    connect(markdown, &QCheckBox::toggled, this, [this](bool on) { m_preferences.setShowsMarkdown(on); });
    auto* pick = new QCheckBox(tr("A pick goes on at once, without Enter"));
    pick->setChecked(m_preferences.pickConfirms());
    connect(pick, &QCheckBox::toggled, this, [this](bool on) { m_preferences.setPickConfirms(on); });
    auto* reading = new QVBoxLayout;
    reading->setSpacing(space::s);
    reading->addWidget(markdown);
    reading->addWidget(pick);
    addField(tr("Compare"), reading);

    auto* reference = new QCheckBox(tr("Offer to leave pictures where they are in new projects"));
    reference->setChecked(m_preferences.mediaPolicy() == storage::MediaPolicy::Reference);
    connect(reference, &QCheckBox::toggled, this,
            [this](bool on) { m_preferences.setMediaPolicy(on ? storage::MediaPolicy::Reference : storage::MediaPolicy::Copy); });
    auto* projects = new QVBoxLayout;
    projects->addWidget(reference);
    addField(tr("Projects"), projects);
}

void SettingsDialog::addCaches() {
    const auto row = [this](QSpinBox* budget, TextLabel* use, QPushButton* empty, const QString& label, const QString& hint) {
        budget->setButtonSymbols(QAbstractSpinBox::NoButtons); // the arrow keys and the wheel step
        budget->setGroupSeparatorShown(true);
        budget->setMinimumWidth(scaled(size::numberField));
        budget->setAccessibleName(label);
        empty->setAutoDefault(false);
        empty->setAccessibleName(tr("Empty now: %1").arg(label));
        auto* line = new QHBoxLayout;
        line->setSpacing(space::m);
        line->addWidget(budget);
        line->addWidget(use, 1);
        line->addWidget(empty);
        addField(label, line, hint);
    };
    const auto useLabel = [] { return new TextLabel({}, TextRole::Label, TextWeight::Regular, ColorRole::MutedText); };

    auto* prefixes = new QSpinBox;
    prefixes->setRange(-kPrefixStep, kMostMegabytes);
    prefixes->setSingleStep(kPrefixStep);
    prefixes->setSuffix(tr(" MB"));
    prefixes->setSpecialValueText(tr("Automatic"));
    const qint64 prefixBytes = m_preferences.prefixCacheBytes();
    prefixes->setValue(prefixBytes < 0 ? -kPrefixStep : static_cast<int>(prefixBytes / kMegabyte));
    m_prefixUse = useLabel();
    m_emptyPrefixes = new QPushButton(tr("Empty now"));
    row(prefixes, m_prefixUse, m_emptyPrefixes, tr("Memory for prompts that were read"),
        tr("Keeps what the model made of a prompt, so that a further or an edited answer costs only its own words. Automatic: "
           "an eighth of what is free when a model is loaded."));
    connect(prefixes, &QSpinBox::valueChanged, this, [this](int megabytes) {
        m_preferences.setPrefixCacheBytes(megabytes < 0 ? -1 : megabytes * kMegabyte);
        readCaches();
    });
    connect(m_emptyPrefixes, &QPushButton::clicked, this,
            [this] { m_model.emptyPrefixCache(this, [this](const auto&) { readCaches(); }); });

    auto* features = new QSpinBox;
    features->setRange(0, kMostMegabytes);
    features->setSingleStep(kFeatureStep);
    features->setSuffix(tr(" MB"));
    features->setSpecialValueText(tr("None"));
    features->setValue(static_cast<int>(m_preferences.featureCacheBytes() / kMegabyte));
    m_featureUse = useLabel();
    m_emptyFeatures = new QPushButton(tr("Empty now"));
    row(features, m_featureUse, m_emptyFeatures, tr("Disk space for pictures that were read"),
        tr("Keeps what the model made of a picture or a video, also for the next start. A new size counts when a model is loaded "
           "next."));
    connect(features, &QSpinBox::valueChanged, this,
            [this](int megabytes) { m_preferences.setFeatureCacheBytes(megabytes * kMegabyte); });
    connect(m_emptyFeatures, &QPushButton::clicked, this, [this] {
        m_model.emptyFeatureCache(this, [this](const contracts::Outcome<contracts::Nothing>& outcome) {
            if (outcome.isProblem()) {
                showProblem(outcome.problem());
            }
            readCaches();
        });
    });
}

/// Asks again what is in use. While the model is busy the answer comes a little later.
void SettingsDialog::readCaches() {
    m_model.cacheSizes(this, [this](const contracts::Outcome<contracts::CacheSizes>& outcome) {
        if (!outcome.isValue()) {
            return;
        }
        const auto words = [](const engine::CacheUse& use) {
            return use.entries == 0 ? tr("empty") : tr("%1 in use").arg(Wording::bytes(use.bytes));
        };
        const contracts::CacheSizes& sizes = outcome.value();
        m_prefixUse->setText(sizes.prefixes
                                 ? tr("%1, at most %2").arg(words(*sizes.prefixes), Wording::bytes(sizes.prefixes->budgetBytes))
                                 : tr("no model is loaded"));
        m_featureUse->setText(words(sizes.features));
        m_emptyPrefixes->setEnabled(sizes.prefixes && sizes.prefixes->entries > 0);
        m_emptyFeatures->setEnabled(sizes.features.entries > 0);
    });
}

void SettingsDialog::addLog(const QString& logFile) {
    auto* log = new QHBoxLayout;
    auto* path = new TextLabel(logFile.isEmpty() ? tr("No log file is kept.") : Wording::path(logFile), TextRole::Label,
                               TextWeight::Regular, ColorRole::MutedText);
    path->setWordWrap(true);
    path->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* show = new QPushButton(tr("Show"));
    show->setAutoDefault(false);
    show->setEnabled(!logFile.isEmpty());
    connect(show, &QPushButton::clicked, this,
            [logFile] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(logFile).absolutePath())); });
    log->addWidget(path, 1);
    log->addWidget(show);
    addField(tr("Log file"), log);
}

AboutDialog::AboutDialog(QWidget* parent) : DialogFrame(tr("Trutina"), size::dialogNarrow, parent) {
    auto* mark = new QLabel;
    mark->setPixmap(QIcon(QStringLiteral(":/trutina/icons/trutina.svg")).pixmap(scaled(size::thumbnail)));
    body()->addWidget(mark, 0, Qt::AlignLeft);
    auto* what = new TextLabel(tr("Weighs answers to pictures and texts, keeps your choice, and exports preference data."));
    what->setWordWrap(true);
    body()->addWidget(what);
    body()->addWidget(new TextLabel(tr("Version %1").arg(QCoreApplication::applicationVersion()), TextRole::Interface,
                                    TextWeight::Regular, ColorRole::MutedText));
    auto* licence = new TextLabel(
        tr("Free software under the GNU General Public License, version 3 or later. The fonts Inter and JetBrains Mono "
           "are shipped under the SIL Open Font License."),
        TextRole::Label, TextWeight::Regular, ColorRole::MutedText);
    licence->setWordWrap(true);
    body()->addWidget(licence);
    auto* network = new TextLabel(tr("It uses no network: nothing leaves this computer."), TextRole::Label, TextWeight::Regular,
                                  ColorRole::MutedText);
    network->setWordWrap(true);
    body()->addWidget(network);
    body()->addStretch(1);
    connect(setPrimary(tr("Close")), &QPushButton::clicked, this, &QDialog::accept);
}

} // namespace trutina::ui
