// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/settings_dialog.h"

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
#include <QUrl>
#include <QVBoxLayout>

namespace trutina::ui {

namespace {
constexpr int kTextStep = 5;
constexpr int kSmallest = 80;
constexpr int kLargest = 200;
} // namespace

SettingsDialog::SettingsDialog(Preferences& preferences, const QString& logFile, QWidget* parent)
    : DialogFrame(tr("Settings"), size::dialogNarrow, parent) {
    auto* themes = new QHBoxLayout;
    themes->setSpacing(space::s);
    auto* group = new QButtonGroup(this);
    const QList<std::pair<ThemePreference, QString>> choices = {{ThemePreference::System, tr("Follow the system")},
                                                                {ThemePreference::Light, tr("Light")},
                                                                {ThemePreference::Dark, tr("Dark")}};
    for (const auto& [theme, title] : choices) {
        auto* chip = new Chip(title);
        chip->setCheckable(true);
        chip->setChecked(preferences.theme() == theme);
        group->addButton(chip, static_cast<int>(theme));
        themes->addWidget(chip);
    }
    themes->addStretch(1);
    connect(group, &QButtonGroup::idClicked, this,
            [&preferences](int id) { preferences.setTheme(static_cast<ThemePreference>(id)); });
    addField(tr("Theme"), themes);

    auto* sizes = new QHBoxLayout;
    auto* slider = new QSlider(Qt::Horizontal);
    slider->setRange(kSmallest / kTextStep, kLargest / kTextStep);
    slider->setValue(preferences.textSize() / kTextStep);
    slider->setAccessibleName(tr("Text size"));
    auto* percent = new TextLabel(tr("%1 %").arg(preferences.textSize()));
    percent->setMinimumWidth(percent->fontMetrics().horizontalAdvance(tr("%1 %").arg(kLargest)) + space::s);
    percent->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    sizes->addWidget(slider, 1);
    sizes->addWidget(percent);
    // While the handle is dragged only the number follows: the whole window is laid out again once it is let go.
    connect(slider, &QSlider::valueChanged, this, [slider, percent, &preferences](int value) {
        percent->setText(tr("%1 %").arg(value * kTextStep));
        if (!slider->isSliderDown()) {
            preferences.setTextSize(value * kTextStep);
        }
    });
    connect(slider, &QSlider::sliderReleased, this,
            [slider, &preferences] { preferences.setTextSize(slider->value() * kTextStep); });
    addField(tr("Text size"), sizes);

    auto* markdown = new QCheckBox(tr("Show answers as Markdown"));
    markdown->setChecked(preferences.showsMarkdown());
    connect(markdown, &QCheckBox::toggled, this, [&preferences](bool on) { preferences.setShowsMarkdown(on); });
    auto* pick = new QCheckBox(tr("A pick goes on at once, without Enter"));
    pick->setChecked(preferences.pickConfirms());
    connect(pick, &QCheckBox::toggled, this, [&preferences](bool on) { preferences.setPickConfirms(on); });
    auto* reading = new QVBoxLayout;
    reading->setSpacing(space::s);
    reading->addWidget(markdown);
    reading->addWidget(pick);
    addField(tr("Compare"), reading);

    auto* reference = new QCheckBox(tr("Offer to leave pictures where they are in new projects"));
    reference->setChecked(preferences.mediaPolicy() == storage::MediaPolicy::Reference);
    connect(reference, &QCheckBox::toggled, this, [&preferences](bool on) {
        preferences.setMediaPolicy(on ? storage::MediaPolicy::Reference : storage::MediaPolicy::Copy);
    });
    auto* projects = new QVBoxLayout;
    projects->addWidget(reference);
    addField(tr("Projects"), projects);

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
    body()->addStretch(1);

    QPushButton* close = setPrimary(tr("Close"));
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
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
